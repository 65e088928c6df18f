import pg from "pg";
import { describe, expect, it } from "vitest";
import { adminLog, verifyAdminLogs } from "@/lib/installation/queries";
import { adminLogAddress, adminLogSearch } from "@/lib/installation/schema";
import { editPerson } from "@/lib/people/commands";
import { grantRole } from "@/lib/people/grant-commands";
import { makeDeployment } from "@/lib/testing/deployments";
import { makeAdmin, makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const search = (asked: Record<string, unknown> = {}) => adminLogSearch.parse(asked);

describe("the administration log", () => {
  it("tells admins who changed what, newest first, with names in the place of ids", async () => {
    const [admin, person] = [await makeAdmin(), await makePerson()];
    const project = await makeProject();
    const given = { personId: person.id, role: "viewer", projectId: project.id };
    await grantRole(admin.caller, given);
    const [name, email] = ["Quite Another", `${person.id}@example.com`];
    await editPerson(admin.caller, { personId: person.id, name, email });
    const { events } = await adminLog(admin.caller, search({ person: admin.id }), "gone");
    expect(events).toMatchObject([
      {
        words: "person_edited",
        stream: { name },
        changes: [
          { field: "name", after: name },
          { field: "email", after: email },
        ],
      },
      { words: "person_role_granted", role: "viewer", project: project.name, changes: [] },
    ]);
    expect(events[0]?.by).toBe((await adminLog(admin.caller, search(), "gone")).people[admin.id]);
  });

  it("finds by what is changed, by words of an event, and by the name of whom it speaks", async () => {
    const admin = await makeAdmin();
    const project = await makeProject();
    const kinds = async (asked: Record<string, string>) => {
      const { events } = await adminLog(admin.caller, search(asked), "gone");
      return new Set(events.map(({ stream }) => stream.kind));
    };
    expect(await kinds({ kind: "environment" })).toEqual(new Set(["environment"]));
    expect(await kinds({ text: project.slug })).toEqual(new Set(["project"]));
    expect((await kinds({ text: project.name })).has("project")).toBe(true);
    expect(await kinds({ text: "100% _ of \\ nothing" })).toEqual(new Set());
  });

  it("leaves deployments to their own logs", async () => {
    const admin = await makeAdmin();
    const { id } = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
    const { events } = await adminLog(admin.caller, search(), "gone");
    expect(events.some(({ stream }) => stream.id === id)).toBe(false);
  });

  it("is not there for anybody but admins", async () => {
    for (const role of ["release_manager", "approver", "viewer"] as const) {
      const { caller } = await makePerson({ roles: [role] });
      const hidden = { code: "not_found" };
      await expect(adminLog(caller, search(), "gone")).rejects.toMatchObject(hidden);
      await expect(verifyAdminLogs(caller)).rejects.toMatchObject(hidden);
    }
  });

  it("recomputes every chain, and names the log and the event that do not fit", async () => {
    const admin = await makeAdmin();
    const { faults, logs } = await verifyAdminLogs(admin.caller);
    expect(faults).toEqual([]);
    expect(logs).toBeGreaterThan(0);
    const owner = new pg.Client({ connectionString: process.env.DATABASE_OWNER_URL });
    await owner.connect();
    await owner.query(`alter table "Event" disable trigger all`);
    await owner.query(
      `update "Event" set body = replace(body, '"v":1', '"v":2') where "streamId" = $1 and number = 1`,
      [admin.id],
    );
    await owner.end();
    const found = (await verifyAdminLogs(admin.caller)).faults;
    expect(found).toMatchObject([{ stream: "person", number: 1, code: "hash" }]);
  });

  it("takes what makes no sense in an address as not given, and keeps what does", () => {
    const odd = { kind: "deployment", person: "x", text: ["a", "b"], page: "-1" };
    expect(search(odd)).toEqual({ kind: null, person: null, text: "a", page: 1 });
    expect(adminLogAddress(search({ kind: "team", page: "2" }))).toBe("/log?kind=team&page=2");
    expect(adminLogAddress(search())).toBe("/log");
  });
});
