import { readFileSync } from "node:fs";
import { join } from "node:path";
import { query } from "@/lib/core/db";
import { env } from "@/lib/core/env";
import { prismaFolder } from "@/lib/process/roots";
import { createEnvironment, createProject, editProject } from "@/lib/project/commands";
import { createTemplate, publishVersion } from "@/lib/template/commands";
import { makeInFlight, makePlanned, makeSignedOff } from "@/prisma/demo-deployments";
import { demoCaller, makeDemoPeople, whoSignsIn } from "@/prisma/demo-people";

/** Whether nobody has been made yet. */
export async function isEmpty(): Promise<boolean> {
  const [row] = await query<{ empty: boolean }>(
    `select not exists (select 1 from "Person") as empty`,
  );
  return row?.empty ?? true;
}

/** The health probe that the demo's second template version binds, and the tag as a variable. */
function withProbe(text: string): string {
  const item = "- [ ] Health endpoint responding (200 OK)\n";
  const probe = [
    "  ```probe",
    "  kind: http",
    '  target: "{{BASE_URL}}/api/health"',
    "  assert:",
    "    - status == 200",
    "    - time < 500ms",
    "  ```",
    "",
  ].join("\n");
  return text.replace(item, item + probe).replaceAll("v1.0.0", "v{{version}}");
}

/** Demo data for an empty database, made through commands; who can sign in comes back. */
export async function seedDemo(): Promise<{ people: ReturnType<typeof whoSignsIn> }> {
  const people = await makeDemoPeople();
  const { projectId } = (
    await createProject(demoCaller, { name: "Knowledge Database", slug: "knowledge-database" })
  ).result;
  const { environmentId } = (
    await createEnvironment(demoCaller, {
      projectId,
      name: "AWS Production",
      zone: "Asia/Seoul",
      variables: { BASE_URL: `http://127.0.0.1:${env().PORT}` },
      // The demo probes itself, and nothing else on this machine's network.
      allow: ["127.0.0.1/32"],
    })
  ).result;
  const text = readFileSync(join(prismaFolder, "production-deployment-checklist.md"), "utf8");
  const manager = people["Jisoo Kim"].caller;
  const name = "Production Deployment Checklist";
  const first = await createTemplate(manager, { name, projectId: null, text, note: "Imported" });
  const second = await publishVersion(manager, {
    templateId: first.result.templateId,
    basedOn: 1,
    text: withProbe(text),
    note: "The health check is measured; the tag follows the version",
  });
  await editProject(demoCaller, {
    ...{ projectId, name: "Knowledge Database", slug: "knowledge-database" },
    defaultTemplateId: first.result.templateId,
  });
  const place = { projectId, environmentId, templateVersionId: second.result.versionId };
  await makeSignedOff(people, place);
  await makeInFlight(people, place);
  await makePlanned(people, place);
  return { people: whoSignsIn() };
}
