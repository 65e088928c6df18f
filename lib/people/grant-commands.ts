import { randomUUID } from "node:crypto";
import { command } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { endingDelegations } from "@/lib/people/ending-delegations";
import { readMember } from "@/lib/people/read-member";
import { adminSince, otherAdmins, readPerson } from "@/lib/people/read-person";
import { readTeam } from "@/lib/people/read-team";
import { confirmBlocker, revokeBlocker } from "@/lib/people/rules";
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
  async run({ tx, input: { personId, teamId }, actor, now }) {
    const person = await readPerson(tx, personId);
    const team = await readTeam(tx, teamId);
    if (person.teamIds.includes(teamId)) return nothing(null);
    const addedById = actor.kind === "person" ? actor.id : null;
    const joined = { joinedAt: now.toISOString(), addedById };
    const subject = { person: personId, team: teamId };
    return {
      result: null,
      events: [{ kind: "person.team_joined", subject, before: null, after: { team: team.key } }],
      rows: [{ table: "TeamMember", rows: [{ teamId, personId, ...joined }] }],
    };
  },
});

/**
 * A second admin's word that somebody belongs in a team they joined while deployments were in flight. Since when the
 * admin is one, with a password of their own, is kept with it: signatures ask whether that was before the deployment.
 */
export const confirmMember = command({
  may: "people.edit",
  input: memberInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, input: { personId, teamId }, actor, now }) {
    if (actor.kind !== "person") throw new AppError("forbidden", reason("people_confirm"));
    const team = await readTeam(tx, teamId);
    const member = await readMember(tx, teamId, personId);
    if (!member) throw new AppError("not_found", reason("no_such_member"));
    refuseIf(confirmBlocker({ personId, addedById: member.addedById }, actor.id));
    const since = await adminSince(tx, actor.id);
    // Once is enough, unless this admin is one for longer: what was made in between can be signed then.
    if (member.confirmerSince && member.confirmerSince <= since) return nothing(null);
    const row = { confirmedAt: now.toISOString(), confirmedById: actor.id, confirmerSince: since };
    const subject = { person: personId, team: teamId };
    const after = { team: team.key, confirmerSince: since };
    return {
      result: null,
      events: [{ kind: "person.team_confirmed", subject, before: null, after }],
      rows: [{ table: "TeamMember", rows: [{ teamId, personId, ...row }], partial: true }],
    };
  },
});

export const removeFromTeam = command({
  may: "people.edit",
  input: memberInput,
  stream: ({ personId }) => ({ kind: "person", id: personId }),
  scope: () => null,
  async run({ tx, actor, now, input: { personId, teamId } }) {
    const person = await readPerson(tx, personId);
    const team = await readTeam(tx, teamId);
    if (!person.teamIds.includes(teamId)) return nothing(null);
    const subject = { person: personId, team: teamId };
    const over = await endingDelegations(tx, { actor, now, fromId: personId, teamId });
    const left = { kind: "person.team_left", subject, before: { team: team.key }, after: null };
    return {
      result: null,
      events: [left, ...over.events],
      rows: [{ table: "TeamMember", remove: [{ teamId, personId }] }, ...over.rows],
    };
  },
});
