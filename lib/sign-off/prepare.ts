import type { Checklist } from "@/lib/checklist/schema";
import { titleText } from "@/lib/checklist/title-text";
import { fillVariables } from "@/lib/checklist/variables";
import { coveredHash } from "@/lib/deployment/consequences";
import type { Differs, Named } from "@/lib/deployment/differs";
import { lastsMs, policyOf } from "@/lib/deployment/policy";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import { capacityOf } from "@/lib/sign-off/capacity";
import { followsOf, unitName } from "@/lib/sign-off/follows";
import { type Coverage, coverage, evidenceOf } from "@/lib/sign-off/manifest";
import { lateWords } from "@/lib/sign-off/membership";
import type { Closing, Signer } from "@/lib/sign-off/rules";
import { type StatementFacts, statementText } from "@/lib/sign-off/statement";

export type Prepared = { statement: string; stateHash: string; seen: number; coverage: Coverage };

type By = {
  signer: Signer & { name: string };
  locale: "en" | "ko";
  closing: Closing | null;
};

/**
 * The words and the hash that a signature would have; the same for the dialog and for the command. The hash is of what
 * is covered in `now`; the words are those of `read`, the state that the signer saw, so that what is not covered may
 * move while they read (a peer's signature, another run of a probe).
 */
export function prepare(
  document: Checklist,
  now: DeploymentState,
  signOff: SignOffState,
  by: By,
  read: DeploymentState = now,
): Prepared {
  const closing = signOff.kind === "deployed_by" ? by.closing : null;
  const closed = (state: DeploymentState) => (closing ? { ...state, closing } : state);
  const stateHash = coveredHash(document, closed(now), signOff.key);
  const seen = closed(read);
  const plan = planOf(document, seen);
  const covered = coverage(plan, seen, signOff.key);
  const filled = (text: string) => fillVariables(text, valuesOf(seen)).text;
  const capacity = capacityOf(now, by.signer, signOff);
  const away = capacity?.delegated;
  const statement = statementText(by.locale, {
    kind: signOff.kind,
    signer: by.signer.name,
    team: signOff.teamName,
    project: seen.project.name,
    version: seen.version,
    environment: seen.environment.name,
    artifact: seen.artifact ?? null,
    follows: followsIn(document, seen, signOff, filled),
    coverage: {
      ...covered,
      overridden: covered.overridden.map((one) => ({ ...one, label: filled(one.label) })),
    },
    sections: titlesOf(document, policyOf(seen, signOff.key).covers)?.map(filled) ?? null,
    evidence: evidenceOf(plan, seen, signOff.key),
    closing: signOff.kind === "team" ? null : seen.closing,
    differs: filledNames(seen.differs ?? null, filled),
    lastsMs: lastsMs(seen, signOff.key),
    away: away ? { name: away.from.name, until: new Date(away.until).toISOString() } : null,
    late: lateWords(seen, capacity?.membership ?? null),
    seen: read.last,
    shortHash: stateHash.slice(0, 12),
  });
  return { statement, stateHash, seen: read.last, coverage: covered };
}

/** Names as this deployment's people read them, variables filled. */
function filledNames(differs: Differs | null, filled: (text: string) => string): Differs | null {
  if (!differs) return null;
  const names = ({ n, first }: Named) => ({ n, first: first.map(filled) });
  const { signOffs, items, probes, ...rest } = differs;
  return {
    ...rest,
    signOffs: { ...signOffs, missing: names(signOffs.missing) },
    items: { ...items, missing: names(items.missing), changed: names(items.changed) },
    probes: names(probes),
  };
}

function followsIn(
  document: Checklist,
  state: DeploymentState,
  signOff: SignOffState,
  filled: (text: string) => string,
): StatementFacts["follows"] {
  const { still, opens, live, closes } = followsOf(planOf(document, state), state, signOff);
  return {
    still: still.map(({ label }) => filled(label)),
    opens: opens.map((unit) => filled(titleText(unitName(document, unit)))),
    ...{ live, closes },
  };
}

function titlesOf({ stages }: Checklist, keys: readonly string[] | null): string[] | null {
  if (keys === null) return null;
  const sections = stages.flatMap((stage) => stage.sections);
  return sections.flatMap(({ key, title }) => (keys.includes(key) ? [title] : []));
}
