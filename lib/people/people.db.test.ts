import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Command } from "@/lib/command/command";
import { type Caller, system } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { adminCreate } from "@/lib/people/admin-cli";
import {
  createPerson,
  disablePerson,
  editPerson,
  enablePerson,
  resetPassword,
} from "@/lib/people/commands";
import { addToTeam, grantRole, removeFromTeam, revokeRole } from "@/lib/people/grant-commands";
import { personHistory } from "@/lib/people/history-queries";
import { changePassword } from "@/lib/people/password-command";
import { getPerson, listPeople, teamStrengths } from "@/lib/people/queries";
import { createTeam, renameTeam } from "@/lib/people/team-commands";
import { eventsOf } from "@/lib/testing/events";
import {
  callerOf,
  makeAdmin,
  makePerson,
  makeProject,
  makeTeam,
  setup,
} from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const refusal = (code: string, why?: string) =>
  expect.objectContaining(
    why ? { code, reason: expect.objectContaining({ code: why }) } : { code },
  );

const kinds = async (streamId: string) => (await eventsOf(streamId)).map((event) => event.kind);

async function grantOf(personId: string): Promise<string> {
  const [row] = await query<{ id: string }>(`select id from "Grant" where "personId" = $1`, [
    personId,
  ]);
  return row?.id ?? "";
}

describe("administering people", () => {
  it("makes a person who can be given roles and teams, and says on their log who gave what", async () => {
    const [admin, project, team] = [await makeAdmin(), await makeProject(), await makeTeam()];
    const email = `Kim-${randomUUID()}@Example.com`;
    const { result } = await createPerson(admin.caller, { email, name: " Kim Minji " });
    const { personId } = result;
    await grantRole(admin.caller, { personId, role: "approver", projectId: project.id });
    await addToTeam(admin.caller, { personId, teamId: team.id });
    const { person } = await getPerson(admin.caller, personId);
    expect(person).toMatchObject({
      name: "Kim Minji",
      email: email.toLowerCase(),
      mustChangePassword: true,
      grants: [{ role: "approver", project: { id: project.id } }],
      teams: [{ id: team.id }],
    });
    const events = await eventsOf(personId);
    expect(events.map(({ kind }) => kind)).toEqual([
      "person.created",
      "person.role_granted",
      "person.team_joined",
    ]);
    expect(events.every(({ actor }) => actor.kind === "person" && actor.id === admin.id)).toBe(
      true,
    );
    expect(events[1]?.after).toEqual({ role: "approver", projectId: project.id });
    const [joined, granted, created] = await personHistory(admin.caller, personId, "gone");
    expect(joined).toMatchObject({ kind: "person.team_joined", team: team.name, by: admin.name });
    expect(granted).toMatchObject({ role: "approver", project: project.name, by: admin.name });
    expect(created).toMatchObject({ kind: "person.created", name: "Kim Minji" });
  });

  it("never puts a password or its hash into the log", async () => {
    const admin = await makeAdmin();
    const made = await createPerson(admin.caller, {
      email: `p-${randomUUID()}@example.com`,
      name: "P",
    });
    const { personId, password } = made.result;
    const reset = await resetPassword(admin.caller, { personId });
    const log = JSON.stringify([await eventsOf(personId), made.events, reset.events]);
    for (const secret of [password, reset.result.password, "argon2"])
      expect(log).not.toContain(secret);
  });

  it("is nothing twice: the same grant, team or state again writes no event", async () => {
    const [admin, person, team] = [
      await makeAdmin(),
      await makePerson({ roles: ["viewer"] }),
      await makeTeam(),
    ];
    const given = { personId: person.id, role: "viewer", projectId: null };
    expect((await grantRole(admin.caller, given)).events).toEqual([]);
    await addToTeam(admin.caller, { personId: person.id, teamId: team.id });
    const again = await addToTeam(admin.caller, { personId: person.id, teamId: team.id });
    expect(again.events).toEqual([]);
    const same = { personId: person.id, name: person.name, email: person.email };
    expect((await editPerson(admin.caller, same)).events).toEqual([]);
    expect((await enablePerson(admin.caller, { personId: person.id })).events).toEqual([]);
  });

  it("gives an email to one person only, also when asked twice at once", async () => {
    const email = `one-${randomUUID()}@example.com`;
    const answers = await Promise.allSettled(
      ["A", "B", "C"].map((name) => createPerson(setup, { email, name })),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason] : [],
    );
    expect(refused).toEqual([refusal("refused", "email_taken"), refusal("refused", "email_taken")]);
    const [kept, other] = [await makePerson(), await makePerson()];
    const taken = { personId: other.id, name: "Other", email: kept.email };
    await expect(editPerson(setup, taken)).rejects.toEqual(refusal("refused", "email_taken"));
  });

  it("names the field that cannot be accepted", async () => {
    await expect(createPerson(setup, { email: "nobody", name: "A" })).rejects.toMatchObject({
      code: "invalid",
      reason: { params: { field: "email" } },
    });
    await expect(createTeam(setup, { name: "  " })).rejects.toMatchObject({ code: "invalid" });
  });

  it("renames a team without changing what sign-off lines are matched with", async () => {
    const name = `Product Owner ${randomUUID().slice(0, 8)}`;
    const { teamId } = (await createTeam(setup, { name })).result;
    await renameTeam(setup, { teamId, name: "Product" });
    const [team] = await query(`select key, name from "Team" where id = $1`, [teamId]);
    expect(team).toEqual({ key: name.toLowerCase().replaceAll(" ", "-"), name: "Product" });
    expect(await kinds(teamId)).toEqual(["team.created", "team.renamed"]);
    await expect(createTeam(setup, { name })).rejects.toEqual(refusal("refused", "team_taken"));
  });
});

describe("who may administer", () => {
  const id = randomUUID();
  const commands: [string, Command<unknown>, object][] = [
    ["createPerson", createPerson, { email: "x@example.com", name: "X" }],
    ["editPerson", editPerson, { personId: id, email: "x@example.com", name: "X" }],
    ["disablePerson", disablePerson, { personId: id }],
    ["enablePerson", enablePerson, { personId: id }],
    ["resetPassword", resetPassword, { personId: id }],
    ["grantRole", grantRole, { personId: id, role: "admin", projectId: null }],
    ["revokeRole", revokeRole, { personId: id, grantId: id }],
    ["addToTeam", addToTeam, { personId: id, teamId: id }],
    ["removeFromTeam", removeFromTeam, { personId: id, teamId: id }],
    ["createTeam", createTeam, { name: "X" }],
    ["renameTeam", renameTeam, { teamId: id, name: "X" }],
  ];

  it.each(commands)("%s is refused to everybody else, and logs nothing", async (_, run, input) => {
    const project = await makeProject();
    const others = await makePerson({
      roles: ["release_manager", "approver", "viewer", { role: "admin", projectId: project.id }],
    });
    const gone = await makeAdmin();
    await disablePerson(setup, { personId: gone.id });
    const count = async () => (await query(`select count(*) from "Event"`))[0];
    const before = await count();
    await expect(run(others.caller, input)).rejects.toEqual(refusal("forbidden"));
    await expect(run(gone.caller, input)).rejects.toEqual(refusal("signed_out"));
    const nobody: Caller = {
      actor: { kind: "person", id: randomUUID(), epoch: 0 },
      via: "browser",
    };
    await expect(run(nobody, input)).rejects.toEqual(refusal("signed_out"));
    expect(await count()).toEqual(before);
  });

  it("people are not there for others to read", async () => {
    const viewer = await makePerson({ roles: ["viewer", "release_manager", "approver"] });
    await expect(listPeople(viewer.caller)).rejects.toEqual(refusal("not_found"));
    await expect(getPerson(viewer.caller, viewer.id)).rejects.toEqual(refusal("not_found"));
    await expect(personHistory(viewer.caller, viewer.id, "gone")).rejects.toEqual(
      refusal("not_found"),
    );
  });

  it("nobody does anything before changing a one-time password", async () => {
    const { result } = await createPerson(setup, {
      email: `new-${randomUUID()}@example.com`,
      name: "New",
    });
    await grantRole(setup, { personId: result.personId, role: "admin", projectId: null });
    const caller = await callerOf(result.personId);
    const must = refusal("forbidden", "password_must_change");
    await expect(listPeople(caller)).rejects.toEqual(must);
    await expect(createTeam(caller, { name: "T" })).rejects.toEqual(must);
  });

  it("a role that is taken away is gone at the next call", async () => {
    const [first, second] = [await makeAdmin(), await makeAdmin()];
    await listPeople(second.caller);
    const grantId = await grantOf(second.id);
    await revokeRole(first.caller, { personId: second.id, grantId });
    await expect(listPeople(second.caller)).rejects.toEqual(refusal("not_found"));
    await expect(createTeam(second.caller, { name: "T" })).rejects.toEqual(refusal("forbidden"));
  });
});

describe("the last administrator", () => {
  /** Only these two are admins from here on. */
  async function onlyTwo() {
    const [a, b] = [await makeAdmin(), await makeAdmin()];
    await query(
      `delete from "Grant" where role = 'admin' and "projectId" is null and "personId" not in ($1, $2)`,
      [a.id, b.id],
    );
    return [a, b] as const;
  }

  it("cannot be disabled nor lose the role, and nobody disables themself", async () => {
    const [a, b] = await onlyTwo();
    await expect(disablePerson(a.caller, { personId: a.id })).rejects.toEqual(
      refusal("refused", "cannot_disable_oneself"),
    );
    await disablePerson(a.caller, { personId: b.id });
    const last = refusal("refused", "last_admin");
    await expect(disablePerson(system("test"), { personId: a.id })).rejects.toEqual(last);
    const grantId = await grantOf(a.id);
    await expect(revokeRole(a.caller, { personId: a.id, grantId })).rejects.toEqual(last);
  });

  it("stays when two remove each other at once", async () => {
    const [a, b] = await onlyTwo();
    const answers = await Promise.allSettled([
      disablePerson(a.caller, { personId: b.id }),
      disablePerson(b.caller, { personId: a.id }),
      revokeRole(a.caller, { personId: b.id, grantId: await grantOf(b.id) }),
      revokeRole(b.caller, { personId: a.id, grantId: await grantOf(a.id) }),
    ]);
    expect(answers.some(({ status }) => status === "rejected")).toBe(true);
    const left = await query(
      `select p.id from "Person" p join "Grant" g on g."personId" = p.id
       where g.role = 'admin' and g."projectId" is null and p."disabledAt" is null`,
    );
    expect(left.length).toBeGreaterThanOrEqual(1);
  });
});

describe("one's own password", () => {
  const good = "lamp river stone seven";

  async function signedIn() {
    const email = `own-${randomUUID()}@example.com`;
    const { personId, password } = (await createPerson(setup, { email, name: "Own Er" })).result;
    return { personId, password, email, caller: await callerOf(personId) };
  }

  it("is changed knowing the present one; sessions before it end, the asker's is renewed", async () => {
    const { personId, password, caller } = await signedIn();
    const { result } = await changePassword(caller, { current: password, next: good }, "here");
    expect(result).toEqual({ personId, epoch: 1 });
    expect((await callerOf(personId)).actor).toMatchObject({ epoch: 1 });
    await expect(
      changePassword(caller, { current: good, next: `${good} 2` }, "here"),
    ).rejects.toEqual(refusal("signed_out"));
    expect(await kinds(personId)).toEqual(["person.created", "person.password_changed"]);
  });

  it.each([
    ["short", "password_too_short"],
    ["password1234", "password_too_common"],
    ["passwordpassword", "password_too_common"],
    ["aaaaaaaaaaaaaa", "password_too_common"],
    ["123456789012345", "password_too_common"],
    ["own er 12345", "password_personal"],
  ])("cannot be %j", async (next, why) => {
    const { password, caller } = await signedIn();
    await expect(changePassword(caller, { current: password, next }, "here")).rejects.toEqual(
      refusal("refused", why),
    );
  });

  it("cannot be the present one, nor be changed with a wrong one", async () => {
    const { password, caller } = await signedIn();
    const same = { current: password, next: password };
    await expect(changePassword(caller, same, "here")).rejects.toEqual(
      refusal("refused", "password_same"),
    );
    await expect(changePassword(caller, { current: "x", next: good }, "here")).rejects.toEqual(
      refusal("refused", "wrong_password"),
    );
  });

  it("changed twice at once: one counts", async () => {
    const { password, caller } = await signedIn();
    const answers = await Promise.allSettled(
      ["one", "two"].map((word) =>
        changePassword(caller, { current: password, next: `${good} ${word}` }, "here"),
      ),
    );
    expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("what others may know of people", () => {
  it("a team's strength counts enabled members who are approvers there", async () => {
    const [project, other, team] = [await makeProject(), await makeProject(), await makeTeam()];
    const here = { role: "approver", projectId: project.id } as const;
    const teams = [team.id];
    await makePerson({ roles: [here], teams });
    await makePerson({ roles: ["approver"], teams });
    await makePerson({ roles: [{ role: "approver", projectId: other.id }], teams });
    await makePerson({ roles: ["viewer"], teams });
    await makePerson({ roles: ["admin"], teams });
    const gone = await makePerson({ roles: [here], teams });
    await disablePerson(setup, { personId: gone.id });
    const viewer = await makePerson({ roles: ["viewer"] });
    const strengths = await teamStrengths(viewer.caller, project.id);
    expect(strengths.find(({ id }) => id === team.id)).toMatchObject({ signers: 2 });
    const outsider = await makePerson({ roles: [{ role: "viewer", projectId: other.id }] });
    await expect(teamStrengths(outsider.caller, project.id)).rejects.toEqual(refusal("not_found"));
  });
});

describe("countersign admin create", () => {
  it("makes an administrator once", async () => {
    const email = `first-${randomUUID()}@example.com`;
    const { password } = await adminCreate(email);
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
    await expect(adminCreate(email)).rejects.toEqual(refusal("refused", "email_taken"));
    const [row] = await query(
      `select g.role, g."projectId" from "Grant" g join "Person" p on p.id = g."personId" where p.email = $1`,
      [email],
    );
    expect(row).toEqual({ role: "admin", projectId: null });
  });
});
