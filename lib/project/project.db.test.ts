import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  createEnvironment,
  createProject,
  editEnvironment,
  editProject,
} from "@/lib/project/commands";
import { projectHistory } from "@/lib/project/history-queries";
import { getProject, listProjects } from "@/lib/project/queries";
import { eventsOf } from "@/lib/testing/events";
import { makeAdmin, makePerson, makeProject, setup } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const environment = {
  name: "Staging",
  zone: "Asia/Seoul",
  variables: { BASE_URL: "https://staging.example.com" },
  allow: ["10.0.3.0/24", "::1"],
  ports: [22, 25],
};

describe("projects and environments", () => {
  it("are made and edited by an admin of all projects, each with its log", async () => {
    const admin = await makeAdmin();
    const slug = `kdb-${randomUUID().slice(0, 8)}`;
    const made = await createProject(admin.caller, { name: "Knowledge Database", slug });
    const { projectId } = made.result;
    const { environmentId } = (await createEnvironment(admin.caller, { projectId, ...environment }))
      .result;
    const changed = { ...environment, zone: "UTC", allow: [], ports: [25] };
    await editEnvironment(admin.caller, { projectId, environmentId, ...changed });
    await editProject(admin.caller, { projectId, name: "KDB", slug, defaultTemplateId: null });
    const page = await getProject(admin.caller, slug);
    expect(page).toMatchObject({
      mayEdit: true,
      project: { name: "KDB", environments: [{ id: environmentId, ...changed }] },
    });
    expect((await eventsOf(projectId)).map(({ kind }) => kind)).toEqual([
      "project.created",
      "project.edited",
    ]);
    const [, edited] = await eventsOf(environmentId);
    expect(edited).toMatchObject({
      kind: "environment.edited",
      before: { zone: "Asia/Seoul", allow: environment.allow, ports: [22, 25] },
      after: { zone: "UTC", allow: [], ports: [25] },
      actor: { kind: "person", id: admin.id },
    });
  });

  it("show to those who see the project who changed what", async () => {
    const [admin, made, outsider] = [await makeAdmin(), await makeProject(), await makePerson()];
    const { id: projectId, environmentId, slug } = made;
    const reader = await makePerson({ roles: [{ role: "viewer", projectId }] });
    const named = { ...environment, name: "Production" };
    await editEnvironment(admin.caller, { projectId, environmentId, ...named });
    const [edited, ...rest] = await projectHistory(reader.caller, slug);
    expect(edited).toMatchObject({
      kind: "environment.edited",
      by: admin.name,
      environment: "Production",
      fields: ["zone", "variables", "allow", "ports"],
    });
    expect(rest.map(({ kind, by }) => [kind, by]).sort()).toEqual([
      ["environment.created", null],
      ["project.created", null],
    ]);
    const hidden = { code: "not_found" };
    await expect(projectHistory(outsider.caller, slug)).rejects.toMatchObject(hidden);
  });

  it("write no event when nothing changes", async () => {
    const { id: projectId, environmentId } = await makeProject();
    const same = { projectId, environmentId, name: "Production", zone: "UTC" };
    const done = await editEnvironment(setup, { ...same, variables: {}, allow: [] });
    expect(done.events).toEqual([]);
  });

  it.each([
    ["zone", { zone: "Mars/Olympus" }],
    ["variables", { variables: { "BASE URL": "x" } }],
    ["allow", { allow: ["localhost"] }],
    ["allow", { allow: ["10.0.0.0/33"] }],
    ["allow", { allow: ["fe80::1%eth0"] }],
    ["ports", { ports: [0] }],
    ["ports", { ports: [65_536] }],
    ["name", { name: " " }],
  ])("refuse a wrong %s", async (field, wrong) => {
    const { id: projectId } = await makeProject();
    const input = { projectId, ...environment, ...wrong };
    const error = await createEnvironment(setup, input).catch((e) => e);
    expect(error.code).toBe("invalid");
    expect(error.reason.params.field.split(".")[0]).toBe(field);
  });

  it("give an address and a name to one only", async () => {
    const { slug, id: projectId } = await makeProject();
    await expect(createProject(setup, { name: "Second", slug })).rejects.toMatchObject({
      reason: { code: "slug_taken" },
    });
    const twin = { ...environment, projectId, name: "Production" };
    await expect(createEnvironment(setup, twin)).rejects.toMatchObject({
      reason: { code: "environment_taken" },
    });
  });
});

describe("who may see and change a project", () => {
  it("readers see theirs and edit nothing; what is not theirs does not exist", async () => {
    const [mine, hidden] = [await makeProject(), await makeProject()];
    const reader = await makePerson({
      roles: [
        { role: "viewer", projectId: mine.id },
        { role: "release_manager", projectId: mine.id },
      ],
    });
    const { projects, mayCreate } = await listProjects(reader.caller);
    expect(projects.map(({ id }) => id)).toEqual([mine.id]);
    expect(mayCreate).toBe(false);
    expect((await getProject(reader.caller, mine.slug)).mayEdit).toBe(false);
    await expect(getProject(reader.caller, hidden.slug)).rejects.toMatchObject({
      code: "not_found",
    });
    const { id: projectId, environmentId } = mine;
    const forbidden = { code: "forbidden" };
    await expect(
      editEnvironment(reader.caller, { projectId, environmentId, ...environment }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      createEnvironment(reader.caller, { projectId, ...environment }),
    ).rejects.toMatchObject(forbidden);
    await expect(
      editProject(reader.caller, { projectId, name: "X", slug: "x", defaultTemplateId: null }),
    ).rejects.toMatchObject(forbidden);
    await expect(createProject(reader.caller, { name: "X", slug: "x" })).rejects.toMatchObject(
      forbidden,
    );
    expect(await eventsOf(environmentId)).toHaveLength(1);
  });

  it("an admin of one project cannot reach another's environment through their own", async () => {
    const [mine, other] = [await makeProject(), await makeProject()];
    const admin = await makePerson({ roles: [{ role: "admin", projectId: mine.id }] });
    const mixed = { projectId: mine.id, environmentId: other.environmentId, ...environment };
    await expect(editEnvironment(admin.caller, mixed)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(await eventsOf(other.environmentId)).toHaveLength(1);
    const own = { projectId: mine.id, environmentId: mine.environmentId, ...environment };
    await editEnvironment(admin.caller, own);
    await expect(createProject(admin.caller, { name: "X", slug: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("somebody without any role sees no project", async () => {
    const { slug } = await makeProject();
    const nobody = await makePerson();
    expect((await listProjects(nobody.caller)).projects).toEqual([]);
    await expect(getProject(nobody.caller, slug)).rejects.toMatchObject({ code: "not_found" });
  });
});
