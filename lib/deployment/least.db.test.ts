import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { createDeployment } from "@/lib/deployment/create-command";
import { editHeader } from "@/lib/deployment/header-commands";
import { createEnvironment, editEnvironment, editProject } from "@/lib/project/commands";
import type { LeastSignOff } from "@/lib/project/least";
import { getProject } from "@/lib/project/queries";
import { statementView } from "@/lib/sign-off/queries";
import { createTemplate } from "@/lib/template/commands";
import { planNow, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import {
  type MadePerson,
  type MadeProject,
  makeAdmin,
  makePerson,
  makeProject,
  makeTeam,
  setup,
} from "@/lib/testing/fixtures";
import { verifiedAfter } from "@/lib/testing/forging";
import { refusal } from "@/lib/testing/refusal";
import { signOffKey } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let qa: { id: string; name: string };
let security: { id: string; name: string };
let manager: MadePerson;
let signer: MadePerson;
let project: MadeProject;
beforeAll(async () => {
  qa = await makeTeam("QA");
  security = await makeTeam("Security");
  manager = await makePerson({ roles: ["release_manager"] });
  signer = await makePerson({ roles: ["approver"], teams: [qa.id, security.id] });
  await makePerson({ roles: ["approver"], teams: [qa.id] });
  project = await makeProject();
});

async function environment(least: LeastSignOff[]): Promise<string> {
  const name = `Live ${randomUUID().slice(0, 8)}`;
  const { result } = await createEnvironment(setup, {
    ...{ projectId: project.id, name, zone: "UTC", variables: {}, allow: [], least },
  });
  return result.environmentId;
}

const list = (prepare: string, goLive: string) => `# Release

## Preparation
- [ ] Merged
${prepare}

## Deployment
- [ ] Deployed

## Go-live
### Team sign-offs
${goLive}
### Last steps
- [ ] Announced
`;
const line = (team: string) => `- [ ] ${team} team approval`;
const early = `### Ready\n${line("QA")}`;

/** A sign-off under a heading that says nothing keeps nothing from opening. */
const topics = (signOffs: string) =>
  `# Release\n\n## Odds and ends\n- [ ] Merged\n${signOffs}\n\n## Deployment\n- [ ] Deployed\n`;
/** And what stands under one can be done at any time, though it may be what the environment means. */
const renamed = list(early, line("Security")).replace("## Deployment", "## Shipping it");

async function deploy(text: string, environmentId: string, of = project) {
  const template = await createTemplate(manager.caller, {
    ...{ name: randomUUID(), projectId: of.id, text, note: "" },
  });
  const { result } = await createDeployment(manager.caller, {
    ...{ templateVersionId: template.result.versionId, projectId: of.id, environmentId },
    ...{ version: "1.0.0", deployedById: manager.id },
  });
  return { id: result.deploymentId, manager, project: of };
}

const need = (of: { id: string }, before: LeastSignOff["before"], n = 1): LeastSignOff => ({
  ...{ teamId: of.id, need: n, before },
});

describe("an environment that asks for sign-offs", () => {
  it.each([
    ["nobody of the team", list("", line("QA")), () => [need(security, "go-live")]],
    ["the team too late", list("", line("QA")), () => [need(qa, "deploy")]],
    ["it in a list that locks nothing", topics(early), () => [need(qa, "deploy")]],
    ["no stage that reads as the one meant", renamed, () => [need(qa, "deploy")]],
    ["too few of the team", list(early, line("Security")), () => [need(qa, "deploy", 2)]],
    ["the same team in two groups", list(early, line("QA")), () => [need(qa, "go-live", 2)]],
  ])("refuses a checklist that has %s", async (_, text, least) => {
    const there = await environment(least());
    await expect(deploy(text, there)).rejects.toEqual(refusal("least_sign_offs_missing"));
  });

  it("refuses a sign-off that is about a part only", async () => {
    const there = await environment([need(qa, "go-live")]);
    const policy = "---\npolicy:\n  sign-offs:\n    QA: { covers: [Preparation] }\n---\n";
    const narrow = deploy(policy + list("", line("QA")), there);
    await expect(narrow).rejects.toEqual(refusal("least_sign_offs_missing", { have: 0, need: 1 }));
  });

  it("takes one that has them, and pins what was asked", async () => {
    const there = await environment([need(qa, "deploy"), need(security, "go-live")]);
    const made = await deploy(list(early, line("Security")), there);
    const { state } = await planNow(made.id);
    expect(state.least).toEqual([
      { ...need(qa, "deploy"), team: "QA", holds: true },
      { ...need(security, "go-live"), team: "Security", holds: true },
    ]);
    await expectWhole(made.id);
  });

  it("is not entered by a deployment that was made elsewhere", async () => {
    const made = await deploy(list("", line("QA")), project.environmentId);
    const there = await environment([need(security, "go-live")]);
    const move = editHeader(manager.caller, { deploymentId: made.id, environmentId: there });
    await expect(move).rejects.toEqual(refusal("least_sign_offs_missing", { team: "Security" }));
    const open = await environment([need(qa, "go-live")]);
    await editHeader(manager.caller, { deploymentId: made.id, environmentId: open });
    expect((await planNow(made.id)).state.least).toHaveLength(1);
    await expectWhole(made.id);
  });

  it("changes nothing for what is under way when it asks for more", async () => {
    const there = await environment([]);
    const made = await deploy(list("", line("QA")), there);
    const { project: view } = await getProject(manager.caller, project.slug);
    const now = view.environments.find(({ id }) => id === there);
    await editEnvironment(setup, {
      ...{ projectId: project.id, environmentId: there, name: now?.name ?? "", zone: "UTC" },
      ...{ variables: {}, allow: [], least: [need(security, "deploy")] },
    });
    await editHeader(manager.caller, { deploymentId: made.id, version: "1.0.1" });
    expect((await planNow(made.id)).state.least).toBeUndefined();
    await expect(deploy(list("", line("QA")), there)).rejects.toEqual(
      refusal("least_sign_offs_missing"),
    );
  });
});

describe("what an environment asks for", () => {
  it("is refused when the team is not there, or has too few who may sign in the project", async () => {
    const nobody = { ...need(qa, "deploy"), teamId: randomUUID() };
    await expect(environment([nobody])).rejects.toEqual(refusal("no_such_team"));
    const many = environment([need(qa, "deploy", 3)]);
    await expect(many).rejects.toEqual(refusal("least_cannot_be_met", { need: 3, have: 2 }));
    const twice = environment([need(qa, "deploy"), need(qa, "deploy", 2)]);
    await expect(twice).rejects.toMatchObject({ code: "invalid" });
  });

  it("is set by whom environments may be edited, and nobody else", async () => {
    const admin = await makeAdmin();
    const input = {
      ...{ projectId: project.id, name: "Staging", zone: "UTC", variables: {}, allow: [] },
      least: [need(qa, "deploy")],
    };
    await expect(createEnvironment(manager.caller, input)).rejects.toMatchObject({
      code: "forbidden",
    });
    await createEnvironment(admin.caller, input);
  });
});

describe("a checklist other than the project's default", () => {
  it("is named in the statement: what is missing, what is more", async () => {
    const own = await makeProject();
    const standard = await createTemplate(manager.caller, {
      ...{ name: "Standard", projectId: own.id, note: "" },
      text: list(early, [line("QA"), line("Security")].join("\n")),
    });
    await editProject(setup, {
      ...{ projectId: own.id, name: own.name, slug: own.slug },
      defaultTemplateId: standard.result.templateId,
    });
    const text = list("- [ ] Looked at", line("QA")).replace("- [ ] Announced\n", "");
    const made = await deploy(text, own.environmentId, own);
    await settle(made, "Merged");
    await settle(made, "Looked at");
    await settle(made, "Deployed");
    const words = async (locale: "en" | "ko") =>
      (
        await statementView(signer.caller, {
          ...{ deploymentId: made.id, signOffKey: await signOffKey(made, "QA"), locale },
        })
      ).statement;
    expect(await words("en")).toContain(
      "Its checklist differs from the project's template “Standard”, version 1: 2 sign-offs are missing: “QA team approval”, “Security team approval”; 1 item is missing: “Announced”; 1 item more.",
    );
    expect(await words("ko")).toContain("“Standard” 버전 1과(와) 다릅니다: 빠진 서명 2개");
    await expectWhole(made.id);
  });

  it("is not named when it is the default's newest version, or says the same", async () => {
    const own = await makeProject();
    const text = list("", line("QA"));
    const standard = await createTemplate(manager.caller, {
      ...{ name: "Standard", projectId: own.id, note: "", text },
    });
    await editProject(setup, {
      ...{ projectId: own.id, name: own.name, slug: own.slug },
      defaultTemplateId: standard.result.templateId,
    });
    const made = await deploy(text, own.environmentId, own);
    expect((await planNow(made.id)).state.differs).toBeUndefined();
  });
});

describe("a record", () => {
  it("is not sound when its checklist has less than its environment asked for", async () => {
    const there = await environment([need(qa, "deploy")]);
    const made = await deploy(list(early, line("Security")), there);
    expect(await verifiedAfter(made.id)).toMatchObject({ sound: true });
    const more = await verifiedAfter(made.id, (copy) => {
      const after = copy.predicate.events[0]?.after as { least: { need: number }[] };
      for (const one of after.least) one.need = 2;
    });
    expect(more).toMatchObject({
      sound: false,
      fault: { code: "least-sign-offs", where: "event 1", found: "1" },
    });
  });
});
