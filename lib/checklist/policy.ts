import { type Document, isNode } from "yaml";
import { z } from "zod";
import type { Checklist, Policy, TeamSignOff, Warning } from "@/lib/checklist/schema";
import { stageKinds } from "@/lib/checklist/schema";
import { warning } from "@/lib/checklist/warn";

/**
 * `policy:` in the front matter: how many of a team sign, in which order, over what, and how old a probe's verdict may
 * be. docs/checklist.md says what each field means. A policy that is not understood is never half applied.
 */

/** The policy as YAML, with where it stands. */
export type PolicySource = {
  document: Document;
  /** 1-based line of the file for an offset in the YAML. */
  lineOf(offset: number): number;
};

const spanMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const longestMs = 365 * spanMs.d;

const span = z.string().transform((text, context) => {
  const [, digits = "", unit = ""] = /^(\d{1,5})\s*([smhd])$/.exec(text.trim()) ?? [];
  const ms = Number(digits) * (spanMs[unit as keyof typeof spanMs] ?? Number.NaN);
  if (ms > 0 && ms <= longestMs) return ms;
  context.addIssue({ code: "custom", message: 'must be a time such as "30m", "24h" or "7d"' });
  return z.NEVER;
});

const shortestMs = 5 * spanMs.m;
const longestHoldMs = 30 * spanMs.d;
const hold = span.refine(
  (ms) => ms >= shortestMs && ms <= longestHoldMs,
  'must be between "5m" and "30d"',
);

const share = z.string().transform((text, context) => {
  const [, digits = ""] = /^(\d{1,3})\s*%$/.exec(text.trim()) ?? [];
  if (digits !== "" && Number(digits) <= 100) return Number(digits) / 100;
  context.addIssue({ code: "custom", message: 'must be a share such as "50%"' });
  return z.NEVER;
});

const signOffSchema = z.strictObject({
  need: z
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(20, "must be at most 20")
    .default(1),
  covers: z.array(z.string()).min(1, "names no section").nullable().default(null),
  "release-manager": z.boolean("must be true or false").default(false),
  lasts: hold.optional(),
});

const policySchema = z.strictObject(
  {
    "sign-offs": z.record(z.string(), signOffSchema).default({}),
    order: z
      .enum(["parallel", "in-order"], { error: "must be parallel or in-order" })
      .default("parallel"),
    "probe-age": z
      .union([span, z.record(z.string(), span)], {
        error:
          'must be a time such as "30m", or times by stage, such as { default: 30m, verify: 10m }',
      })
      .nullable()
      .default(null),
    "settled-share": share.nullable().default(null),
    "numbered-lists": z
      .enum(["free", "in-order"], { error: "must be free or in-order" })
      .default("free"),
    lasts: hold.optional(),
  },
  "must have fields, such as `order: in-order`",
);

type Written = z.infer<typeof policySchema>;
type Outline = Pick<Checklist, "stages" | "signOffs">;
type Path = (string | number)[];
type Problem = { path: Path; message: string };

const same = (a: string, b: string) =>
  a.trim().toLocaleLowerCase() === b.trim().toLocaleLowerCase();
const listed = (names: readonly string[]) => [...new Set(names)].join(", ") || "none";

/** Every sign-off of the document that this name means: of a team, by its line or its key. */
function meant({ signOffs }: Outline, name: string): TeamSignOff[] {
  return signOffs.filter((one) =>
    [one.team, one.label, one.key].some((known) => same(known, name)),
  );
}

function sectionsMeant({ stages }: Outline, name: string): string[] {
  return stages.flatMap((stage) => {
    const whole = same(stage.title, name) || stage.key === name;
    const some = stage.sections.filter((one) => whole || same(one.title, name) || one.key === name);
    return some.map(({ key }) => key);
  });
}

function resolved(written: Written, outline: Outline): Policy | Problem {
  const signOffs: Policy["signOffs"] = {};
  for (const [name, asked] of Object.entries(written["sign-offs"])) {
    const path = ["sign-offs", name];
    const found = meant(outline, name);
    const teams = listed(outline.signOffs.map(({ team }) => team));
    if (found.length === 0)
      return { path, message: `there is no such sign-off; there are: ${teams}` };
    let covers: string[] | null = null;
    for (const [at, title] of (asked.covers ?? []).entries()) {
      const keys = sectionsMeant(outline, title);
      const message = "there is no section or stage of this title";
      if (keys.length === 0) return { path: [...path, "covers", at], message };
      covers = [...new Set([...(covers ?? []), ...keys])];
    }
    for (const { key } of found) {
      if (Object.hasOwn(signOffs, key))
        return { path, message: "names a sign-off that another line names too" };
      signOffs[key] = {
        ...{ need: asked.need, covers, releaseManager: asked["release-manager"] },
        ...holding(asked.lasts),
      };
    }
  }
  const ages = agesOf(written["probe-age"], outline);
  if ("message" in ages) return ages;
  return {
    signOffs,
    inOrder: written.order === "in-order",
    ...ages,
    settledShare: written["settled-share"],
    listsInOrder: written["numbered-lists"] === "in-order",
    ...holding(written.lasts),
  };
}

/** Left out where nothing is said: readings of before keep their hashes. */
const holding = (lasts: number | undefined) => (lasts === undefined ? {} : { lastsMs: lasts });

type Ages = Pick<Policy, "probeAgeMs" | "stageAgesMs">;

function agesOf(written: Written["probe-age"], { stages }: Outline): Ages | Problem {
  if (written === null || typeof written === "number")
    return { probeAgeMs: written, stageAgesMs: {} };
  const found: Ages = { probeAgeMs: null, stageAgesMs: {} };
  for (const [name, ms] of Object.entries(written)) {
    if (name === "default") found.probeAgeMs = ms;
    const of = stages.filter(
      (one) => one.kind === name || same(one.title, name) || one.key === name,
    );
    if (name !== "default" && of.length === 0) {
      const message = `there is no such stage; name one by its title or kind (${stageKinds.join(", ")}), or "default"`;
      return { path: ["probe-age", name], message };
    }
    for (const { key } of of) found.stageAgesMs[key] = ms;
  }
  return found;
}

/** 1-based line of a path in the policy, or of its nearest part that is there. */
function lineAt({ document, lineOf }: PolicySource, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(["policy", ...path.slice(0, length)], true);
    if (isNode(node) && node.range) return lineOf(node.range[0]);
  }
  return lineOf(0);
}

/** Null when there is none, or one that cannot be used: then a warning `policy-invalid` says why, and where. */
export function readPolicy(
  source: PolicySource | null,
  outline: Outline,
): { policy: Policy | null; warnings: Warning[] } {
  const value = source?.document.getIn(["policy"], true);
  if (!source || value === undefined) return { policy: null, warnings: [] };
  const read = policySchema.safeParse(plain(source.document));
  const made = read.success ? resolved(read.data, outline) : firstProblem(read.error);
  if (!("message" in made)) return { policy: made, warnings: [] };
  const detail = [made.path.join(" › "), made.message].filter(Boolean).join(": ");
  return { policy: null, warnings: [warning(lineAt(source, made.path), "policy-invalid", detail)] };
}

/** Its values; null, which is no policy, where an alias stands in them or a name that objects cannot hold. */
function plain(document: Document): unknown {
  const named = (field: string) => document.hasIn(["policy", field, "__proto__"]);
  if (named("sign-offs") || named("probe-age")) return null;
  try {
    return document.toJS({ maxAliasCount: 0 })?.policy;
  } catch {
    return null;
  }
}

function firstProblem({ issues: [issue] }: z.ZodError): Problem {
  if (!issue) return { path: [], message: "is not understood" };
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  if (issue.code === "unrecognized_keys")
    return { path: [...path, issue.keys[0] ?? ""], message: "is not a field of a policy" };
  return { path, message: issue.message };
}
