import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Commands on a deployment that the sequences drive, by their names in the code. */
export const onDeployments = [
  ...(["settleItem", "settleSection", "correctItem", "addItem", "addNote", "editHeader"] as const),
  ...(["cancelDeployment", "openEarly", "declareIssue", "endIssue", "closeDeployment"] as const),
  ...(["changeContacts", "changeReferences", "bindProbe", "unbindProbe", "queueProbe"] as const),
  ...(["queueProbes", "runDueProbes", "recheckProbes", "cancelRun", "recordVerdict"] as const),
  ...(["sign", "refuse", "withdraw", "expireSignatures"] as const),
  ...(["askToSign", "withdrawRequest", "seeRequests", "remindOfRequests"] as const),
  ...(["storeShare", "endShare"] as const),
];

/** Those that change who may sign. */
export const onPeople = [
  ...(["delegate", "endDelegation", "addToTeam", "removeFromTeam", "confirmMember"] as const),
];

export type CommandName = (typeof onDeployments)[number] | (typeof onPeople)[number];

/** Commands on a deployment that no sequence holds, and why. */
export const left: Readonly<Record<string, string>> = {
  recordKept:
    "notes in the log that a template has a new version, and changes nothing of the deployment: keep.db.test.ts",
};

/** Every command on a deployment that the code declares, exported or behind something that is. */
export function declared(): string[] {
  const lib = join(import.meta.dirname, "../..");
  return readdirSync(lib, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("test") && !path.includes("generated"))
    .flatMap((path) => {
      const text = readFileSync(join(lib, path), "utf8");
      return Array.from(
        text.matchAll(/const (\w+)[^=;]* = deploymentCommand\(/g),
        ([, name = ""]) => name,
      );
    });
}
