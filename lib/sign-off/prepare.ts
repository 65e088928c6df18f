import type { Checklist } from "@/lib/checklist/schema";
import { coveredHash } from "@/lib/deployment/consequences";
import type { DeploymentState, SignOffState } from "@/lib/deployment/state";
import type { Plan } from "@/lib/deployment/units";
import { type Coverage, coverage } from "@/lib/sign-off/manifest";
import type { Closing } from "@/lib/sign-off/rules";
import { statementText } from "@/lib/sign-off/statement";

export type Prepared = { statement: string; stateHash: string; seen: number; coverage: Coverage };

/** The words and the hash that a signature would have now; the same for the dialog and for the command. */
export function prepare(
  document: Checklist,
  plan: Plan,
  state: DeploymentState,
  signOff: SignOffState,
  by: {
    signer: string;
    team: string | null;
    locale: "en" | "ko";
    closing: Closing | null;
    seen?: number;
  },
): Prepared {
  const closed =
    by.closing && signOff.kind === "deployed_by" ? { ...state, closing: by.closing } : state;
  const stateHash = coveredHash(document, closed, signOff.key);
  const covered = coverage(plan, closed, signOff.key);
  const statement = statementText(by.locale, {
    kind: signOff.kind,
    signer: by.signer,
    team: by.team,
    project: state.project.name,
    version: state.version,
    environment: state.environment.name,
    coverage: covered,
    closing: signOff.kind === "team" ? null : closed.closing,
    seen: by.seen ?? state.last,
    shortHash: stateHash.slice(0, 12),
  });
  return { statement, stateHash, seen: by.seen ?? state.last, coverage: covered };
}
