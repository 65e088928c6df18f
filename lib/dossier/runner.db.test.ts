import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { query } from "@/lib/core/db";
import { requestRecord } from "@/lib/dossier/commands";
import { recordFile } from "@/lib/dossier/queries";
import { forgetRecords, makeRecord } from "@/lib/dossier/runner";
import { openDossier, verifyDossier } from "@/lib/dossier/verify";
import { keepPublicKey } from "@/lib/log/heads";
import { readLogKey } from "@/lib/log/key";
import { makeDeployment, settle } from "@/lib/testing/deployments";
import { makePerson, makeProject } from "@/lib/testing/fixtures";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const key = readLogKey(
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
);

async function made() {
  await keepPublicKey(key);
  const deployment = await makeDeployment({ text: "# List\n\n- [ ] One\n" });
  await settle(deployment, "One");
  const viewer = await makePerson({
    roles: [{ role: "viewer", projectId: deployment.project.id }],
  });
  return { ...deployment, viewer };
}

const wish = (deploymentId: string, format: string) => ({ deploymentId, format, locale: "en" });

describe("a record that is asked for", () => {
  it("is made by the worker in each form, for whoever may see the deployment", async () => {
    const { id, viewer } = await made();
    for (const format of ["json", "pdf", "items-csv", "events-csv"]) {
      const { fileId } = await requestRecord(viewer.caller, wish(id, format));
      expect(await recordFile(viewer.caller, id, fileId)).toEqual({ status: "queued" });
      await makeRecord(fileId, key);
      const file = await recordFile(viewer.caller, id, fileId);
      if (file.status !== "made") throw new Error(`${format} was not made`);
      expect(file.content.length).toBeGreaterThan(100);
      if (format !== "json") continue;
      const opened = openDossier(file.content.toString("utf8"));
      expect(verifyDossier(opened, key.publicKey)).toMatchObject({ sound: true, pinned: true });
    }
  });

  it("has names unless they were left out, and contacts only if they were asked for", async () => {
    await keepPublicKey(key);
    const table =
      "## Contacts\n\n| Role | Name | Phone |\n|---|---|---|\n| Lead | Arvid | +46 8 5550 |\n";
    const { id, manager } = await makeDeployment({ text: `# List\n\n- [ ] One\n\n${table}` });
    const told = async (wishes: object, format = "json") => {
      const asked = await requestRecord(manager.caller, { ...wish(id, format), ...wishes });
      await makeRecord(asked.fileId, key);
      const file = await recordFile(manager.caller, id, asked.fileId);
      if (file.status !== "made") throw new Error(`${format} was not made`);
      const text = file.content.toString("utf8");
      return format === "json" ? JSON.stringify(openDossier(text).statement) : text;
    };
    for (const format of ["json", "events-csv"]) {
      expect(await told({}, format)).toContain(manager.name);
      expect(await told({}, format)).not.toMatch(/Arvid|5550/);
      expect(await told({ contacts: true }, format)).toMatch(/Arvid.*5550/);
      expect(await told({ names: false }, format)).not.toContain(manager.name);
    }
  });

  it("is not there for others, nor for those who may not see the deployment", async () => {
    const { id, viewer, manager } = await made();
    const { fileId } = await requestRecord(viewer.caller, wish(id, "json"));
    await makeRecord(fileId, key);
    const hidden = { code: "not_found" };
    await expect(recordFile(manager.caller, id, fileId)).rejects.toMatchObject(hidden);
    const other = await makeProject();
    const stranger = await makePerson({ roles: [{ role: "viewer", projectId: other.id }] });
    await expect(recordFile(stranger.caller, id, fileId)).rejects.toMatchObject(hidden);
    await expect(requestRecord(stranger.caller, wish(id, "json"))).rejects.toMatchObject(hidden);
  });

  it("says so when it cannot be made, and is limited in number", async () => {
    const { id, viewer } = await made();
    const { fileId } = await requestRecord(viewer.caller, wish(id, "json"));
    await expect(makeRecord(fileId, null)).rejects.toThrow(/COUNTERSIGN_LOG_KEY/);
    expect(await recordFile(viewer.caller, id, fileId)).toEqual({ status: "failed" });
    const many = Array.from({ length: 5 }, () => requestRecord(viewer.caller, wish(id, "pdf")));
    await Promise.all(many);
    await expect(requestRecord(viewer.caller, wish(id, "pdf"))).rejects.toMatchObject({
      code: "limited",
    });
  });

  it("is forgotten after an hour", async () => {
    const { id, viewer } = await made();
    const { fileId } = await requestRecord(viewer.caller, wish(id, "items-csv"));
    await query(
      `update "RecordFile" set "requestedAt" = now() - interval '61 minutes' where id = $1`,
      [fileId],
    );
    await forgetRecords();
    await expect(recordFile(viewer.caller, id, fileId)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
