import type { Checklist, Warning } from "@/lib/checklist/schema";
import { type Reason, reason } from "@/lib/core/errors";
import { anywhere, type Grant, may } from "@/lib/core/permissions";

/** A template of all projects may be seen by everybody who may see any. */
export function maySeeTemplate(grants: readonly Grant[], projectId: string | null): boolean {
  return may(grants, "template.view", projectId ?? anywhere);
}

/** What a warning says beyond its general words: "quorum: is not a field of a policy". */
const detailOf = ({ message }: Warning): string => /\((.*)\)$/s.exec(message)?.[1] ?? message;

/** A checklist must have something to settle or to sign. */
export function documentBlocker(checklist: Checklist): Reason | null {
  const { items, teamSignOffs } = checklist.counts;
  const policy = checklist.warnings.find(({ code }) => code === "policy-invalid");
  // A policy that was left out would take a gate away without a word.
  if (policy) return reason("policy_invalid", { line: policy.line, detail: detailOf(policy) });
  return items + teamSignOffs === 0 ? reason("template_no_items") : null;
}

/** What the newest version looks like to somebody who wants to publish the next. */
export type LatestVersion = {
  id: string;
  number: number;
  textHash: string;
  parserVersion: number;
  publishedById: string;
  publishedBy: string | null;
  publishedAt: string;
};

type Attempt = { basedOn: number; textHash: string; parserVersion: number; by: string };

const sameText = (latest: LatestVersion, attempt: Attempt): boolean =>
  latest.textHash === attempt.textHash && latest.parserVersion === attempt.parserVersion;

/** The same press twice: what it would publish is already there, from the same person. */
export function alreadyPublished(latest: LatestVersion, attempt: Attempt): boolean {
  return (
    latest.number === attempt.basedOn + 1 &&
    latest.publishedById === attempt.by &&
    sameText(latest, attempt)
  );
}

export function publishConflict(latest: LatestVersion, basedOn: number): Reason | null {
  if (latest.number === basedOn) return null;
  const { number, publishedAt } = latest;
  const who = latest.publishedBy ?? latest.publishedById;
  return reason("template_published_meanwhile", { number, who, at: publishedAt });
}

export function publishBlocker(
  template: { archivedAt: string | null },
  latest: LatestVersion,
  attempt: Attempt,
): Reason | null {
  if (template.archivedAt !== null) return reason("template_archived");
  return sameText(latest, attempt)
    ? reason("template_text_unchanged", { number: latest.number })
    : null;
}
