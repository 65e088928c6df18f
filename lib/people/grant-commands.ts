import { randomUUID } from "node:crypto";
import { command } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { otherAdmins, readPerson } from "@/lib/people/read-person";
import { readTeam } from "@/lib/people/read-team";
import { revokeBlocker } from "@/lib/people/rules";
import { grantRoleInput, memberInput, revokeRoleInput } from "@/lib/people/schema";

const nothing = <Result>(result: Result) => ({ result, events: [], rows: [] });

/** As every change of what a person may do, an event of that person's log: open streams listen there. */
export const grantRole = command({
  may: "people.edit",
  input: grantRoleInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input: { personId, role, projectId }, now }) {
    const person = await readPerson(tx, personId);
    const has = person.grants.find((g) => g.role === role && g.projectId === projectId);
    if (has) return nothing({ grantId: has.id });
    if (projectId) {
      const found = await tx.query(`select id from "Project" where id = $1`, [projectId]);
      if (found.length === 0) throw new AppError("not_found");
    }
    const id = randomUUID();
    const subject = { person: personId, grant: id, project: projectId };
    return {
      result: { grantId: id },
      events: [{ kind: "person.role_granted", subject, before: null, after: { role, projectId } }],
      rows: [
        { table: "Grant", rows: [{ id, personId, role, projectId, createdAt: now.toISOString() }] },
      ],
    };
  },
});

export const revokeRole = command({
  may: "people.edit",
  input: revokeRoleInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input: { personId, grantId } }) {
    const person = await readPerson(tx, personId);
    const grant = person.grants.find(({ id }) => id === grantId);
    if (!grant) throw new AppError("not_found", reason("no_such_grant"));
    refuseIf(revokeBlocker(person, grantId, await otherAdmins(tx, personId)));
    const { role, projectId } = grant;
    const subject = { person: personId, grant: grantId, project: projectId };
    return {
      result: null,
      events: [{ kind: "person.role_revoked", subject, before: { role, projectId }, after: null }],
      rows: [{ table: "Grant", remove: [{ id: grantId }] }],
    };
  },
});

export const addToTeam = command({
  may: "people.edit",
  input: memberInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input: { personId, teamId } }) {
    const person = await readPerson(tx, personId);
    const team = await readTeam(tx, teamId);
    if (person.teamIds.includes(teamId)) return nothing(null);
    const subject = { person: personId, team: teamId };
    return {
      result: null,
      events: [{ kind: "person.team_joined", subject, before: null, after: { team: team.key } }],
      rows: [{ table: "TeamMember", rows: [{ teamId, personId }] }],
    };
  },
});

export const removeFromTeam = command({
  may: "people.edit",
  input: memberInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input: { personId, teamId } }) {
    const person = await readPerson(tx, personId);
    const team = await readTeam(tx, teamId);
    if (!person.teamIds.includes(teamId)) return nothing(null);
    const subject = { person: personId, team: teamId };
    return {
      result: null,
      events: [{ kind: "person.team_left", subject, before: { team: team.key }, after: null }],
      rows: [{ table: "TeamMember", remove: [{ teamId, personId }] }],
    };
  },
});
