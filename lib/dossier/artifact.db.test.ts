import { describe, expect, it } from "vitest";
import { createDeployment } from "@/lib/deployment/create-command";
import { editHeader } from "@/lib/deployment/header-commands";
import { readState } from "@/lib/deployment/queries";
import { signOffStatus } from "@/lib/deployment/standing";
import { statementOf } from "@/lib/dossier/make";
import { readRecord } from "@/lib/dossier/read-record";
import { foldedState, logOf, makeDeployment, settle } from "@/lib/testing/deployments";
import { makeCast, signedText, signOffKey, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const digest = (hex: string) => `sha256:${hex.repeat(64)}`;

describe("the artifact of a deployment", () => {
  it("is covered: naming another suspends, the same again lets the signature stand", async () => {
    const { dev } = await makeCast();
    const made = await makeDeployment({ text: signedText });
    const { id: deploymentId, manager } = made;
    const name = (artifact: string | null) =>
      editHeader(manager.caller, { deploymentId, artifact });
    await name(` ${digest("A")} `);
    expect((await readState(deploymentId)).artifact).toBe(digest("a"));
    await settle(made, "Merged");
    await signs(made, "Development", dev);
    const key = await signOffKey(made, "Development");
    const status = async () => signOffStatus(await readState(deploymentId), key);
    await name(digest("b"));
    expect(await status()).toBe("suspended");
    await name("");
    expect(await status()).toBe("suspended");
    await name(digest("a"));
    expect(await status()).toBe("standing");
    const { folded, stored, held } = await foldedState(deploymentId);
    expect(stored).toEqual(folded);
    expect(held).toEqual(folded);
  });

  it("is what the record is about, where it is named", async () => {
    const made = await makeDeployment({ text: signedText });
    const { manager, project } = made;
    const { template } = await readState(made.id);
    const subject = async (id: string) => {
      const { subject: subjects, predicate } = statementOf(await readRecord(id), new Date(), "t");
      return { digest: subjects[0]?.digest.sha256, stateHash: predicate.stateHash };
    };
    const unnamed = await subject(made.id);
    expect(unnamed.digest).toBe(unnamed.stateHash);
    const { result } = await createDeployment(manager.caller, {
      ...{ templateVersionId: template.versionId, projectId: project.id, version: "2" },
      ...{ environmentId: project.environmentId, deployedById: manager.id, artifact: digest("c") },
    });
    expect((await subject(result.deploymentId)).digest).toBe("c".repeat(64));
  });

  it("is refused when it is no digest, and nothing is written", async () => {
    const { id: deploymentId, manager } = await makeDeployment({ text: signedText });
    const before = await logOf(deploymentId);
    for (const artifact of ["latest", `sha512:${"a".repeat(128)}`, digest("g")])
      await expect(editHeader(manager.caller, { deploymentId, artifact })).rejects.toMatchObject({
        code: "invalid",
      });
    expect(await logOf(deploymentId)).toEqual(before);
  });
});
