/** Content-Security-Policy as browsers enforce it: which scripts may run, and who may frame the page. */

type Policy = ReadonlyMap<string, readonly string[]>;

/** Every policy that the header lines hold: a line may hold several, and all of them apply. */
export function readPolicies(lines: readonly string[]): Policy[] {
  const texts = lines.flatMap((line) => line.split(","));
  return texts.map(readPolicy).filter((policy) => policy.size > 0);
}

function readPolicy(text: string): Policy {
  const policy = new Map<string, readonly string[]>();
  for (const directive of text.split(";")) {
    const [name, ...values] = directive.trim().split(/[\t\n\f\r ]+/);
    const key = (name ?? "").toLowerCase();
    // Of a directive that is given twice the first counts.
    if (key !== "" && !policy.has(key)) policy.set(key, values);
  }
  return policy;
}

const nonceOrHash =
  /^'(?:nonce-[A-Za-z0-9+/_-]+={0,2}|sha(?:256|384|512)-[A-Za-z0-9+/_-]+={0,2})'$/i;
/** Any host of a scheme or of all, whatever port or path it is narrowed to; and what a page can make up itself. */
const openSource =
  /^(?:(?:https?|wss?):|(?:(?:https?|wss?):\/\/)?\*(?::(?:\*|\d+))?(?:\/.*)?|data:|blob:|filesystem:)$/i;

const everything = "says nothing about scripts (no script-src, no default-src)";

/** What one policy leaves open to a script that somebody injected, in words. */
function scriptGaps(policy: Policy): string[] {
  const general = policy.get("script-src") ?? policy.get("default-src");
  const lists = ["script-src-elem", "script-src-attr"].map((name) => policy.get(name) ?? general);
  if (general === undefined || lists.includes(undefined)) return [everything];
  return [...new Set([general, ...lists].flatMap((list) => sourceGaps(list ?? [])))];
}

function sourceGaps(sources: readonly string[]): string[] {
  const has = (word: string) => sources.some((source) => source.toLowerCase() === `'${word}'`);
  const named = sources.some((source) => nonceOrHash.test(source));
  const strict = named && has("strict-dynamic");
  const gaps: string[] = [];
  // A nonce or a hash makes browsers ignore 'unsafe-inline'; 'strict-dynamic' all sources by address.
  if (has("unsafe-inline") && !named && !has("strict-dynamic"))
    gaps.push("allows inline scripts ('unsafe-inline' without nonce or hash)");
  if (has("unsafe-eval")) gaps.push("allows text to be run as script ('unsafe-eval')");
  const open = sources.filter((source) => openSource.test(source));
  if (open.length > 0 && !strict) gaps.push(`allows scripts from anywhere (${open.join(" ")})`);
  return gaps;
}

/** A script must be let through by every policy, so a gap is one only when all of them have it. */
export function gapsOf(policies: readonly Policy[]): string[] {
  const each = policies.map(scriptGaps).filter((gaps) => !gaps.includes(everything));
  const [first] = each;
  if (first === undefined) return [everything];
  return first.filter((gap) =>
    each.every((gaps) => gaps.some((other) => kindOf(other) === kindOf(gap))),
  );
}

/** The part of a gap's words that does not depend on what was written. */
const kindOf = (gap: string) => gap.split(" (")[0];

/** Who may frame the page; null when the policies do not say. */
export function framesAllowed(policies: readonly Policy[]): "some" | "anybody" | null {
  const lists = policies.flatMap((policy) => {
    const list = policy.get("frame-ancestors");
    return list === undefined ? [] : [list];
  });
  if (lists.length === 0) return null;
  const open = lists.every((list) => list.some((source) => openSource.test(source)));
  return open ? "anybody" : "some";
}
