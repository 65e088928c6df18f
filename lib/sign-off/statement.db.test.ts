import { beforeAll, describe, expect, it } from "vitest";
import { editHeader } from "@/lib/deployment/header-commands";
import { currentSignature } from "@/lib/deployment/standing";
import { revealed } from "@/lib/log/read-personal";
import { sign } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import { logOf, makeDeployment, planNow, settle } from "@/lib/testing/deployments";
import {
  type Cast,
  makeCast,
  signedText,
  signing,
  signOffKey,
  signs,
  success,
} from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();
let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** What may be signed for by both teams. */
async function ready() {
  const made = await makeDeployment({ text: signedText });
  await settle(made, "Merged");
  return made;
}

const words = async (id: string, key: string) =>
  currentSignature((await planNow(id)).state, key)?.statement ?? "";

describe("the words of a signature", () => {
  it("say what they lead to, what they cover, and up to which event", async () => {
    const made = await ready();
    await signs(made, "Development", cast.dev);
    const development = await words(made.id, await signOffKey(made, "Development"));
    expect(development).toContain("Still to sign beside it: “QA team approval”.");
    expect(development).toContain("It covers 1 item: 1 done");
    expect(development).toMatch(/State [0-9a-f]{12}, after event \d+\.$/);
    await signs(made, "QA", cast.qa);
    const qa = await words(made.id, await signOffKey(made, "QA"));
    expect(qa).toContain("With it the deployment is live. It opens");
    await settle(made, "Announce");
    await signs(made, "Deployed", made.manager, success);
    expect(await words(made.id, "final/deployed_by")).toContain("has to approve the closing");
    await signs(made, "Approved", cast.boss);
    expect(await words(made.id, "final/approved_by")).toContain("is sealed with this outcome");
  });

  it("are frozen in the language in which they were read", async () => {
    const made = await ready();
    const key = await signOffKey(made, "Development");
    const ask = { deploymentId: made.id, signOffKey: key, locale: "ko" as const, closing: null };
    const { statement, stateHash, seen } = await statementView(cast.dev.caller, ask);
    await sign(cast.dev.caller, { ...ask, statement, stateHash, seen });
    const frozen = await words(made.id, key);
    expect(frozen).not.toContain(cast.dev.name);
    expect(await revealed(frozen, "")).toBe(statement);
    expect(statement).toContain("함께 서명해야 할 항목: “QA team approval”.");
  });

  it("are those that were read, when only a peer has signed meanwhile", async () => {
    const made = await ready();
    const sealing = await signing(made, "Development", cast.dev);
    await signs(made, "QA", cast.qa);
    await sealing();
    const said = await words(made.id, await signOffKey(made, "Development"));
    expect(said).toContain("Still to sign beside it: “QA team approval”.");
  });

  it("are refused when they are not those that the product would show", async () => {
    const made = await ready();
    const key = await signOffKey(made, "Development");
    const ask = { deploymentId: made.id, signOffKey: key, locale: "en" as const, closing: null };
    const { statement, stateHash, seen } = await statementView(cast.dev.caller, ask);
    const before = await logOf(made.id);
    const forged = { ...ask, statement: `${statement} Not really.`, stateHash, seen };
    const refused = { code: "conflict", reason: { code: "words_moved" } };
    await expect(sign(cast.dev.caller, forged)).rejects.toMatchObject(refused);
    expect(await logOf(made.id)).toEqual(before);
  });
});

describe("a signature over what has moved meanwhile", () => {
  it("is refused and says what moved, from the log", async () => {
    const made = await ready();
    const sealing = await signing(made, "Development", cast.dev);
    await settle(made, "Merged", "waived", "Not today");
    await settle(made, "Merged", "done");
    await settle(made, "Merged", "waived", "Not today");
    await editHeader(made.manager.caller, { deploymentId: made.id, version: "1.0.1" });
    const { last } = (await planNow(made.id)).state;
    const before = await logOf(made.id);
    await expect(sealing()).rejects.toMatchObject({
      code: "conflict",
      reason: { code: "state_moved", params: { n: 4, what: `“Merged”, #${last}`, more: 0 } },
    });
    expect(await logOf(made.id)).toEqual(before);
  });
});
