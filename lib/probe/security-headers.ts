import { readAddress } from "@/lib/probe/address";
import { framesAllowed, gapsOf, readPolicies } from "@/lib/probe/csp";

/** Security headers, judged as browsers act on them: what they ignore is missing, whatever was meant. */

export type Grade = "good" | "weak" | "missing";
/** `why`: what is wrong, or what makes it good, for people. */
export type Finding = { grade: Grade; why: string };

const good = (why: string): Finding => ({ grade: "good", why });
const weak = (why: string): Finding => ({ grade: "weak", why });
const missing = (why: string): Finding => ({ grade: "missing", why });

const notSent = missing("the header is not sent");
const short = (text: string) => JSON.stringify(text.slice(0, 60));

/** Values of a header that may be a list, across its lines, trimmed. */
const valuesOf = (lines: readonly string[]) =>
  lines.flatMap((line) => line.split(",")).map((value) => value.trim());

type HstsNeed = { leastDays: number; subDomains: boolean };

/** RFC 6797: the first line counts, and only over HTTPS and under a name. */
export function judgeHsts(lines: readonly string[], at: URL | null, need: HstsNeed): Finding {
  const [line] = lines;
  if (line === undefined) return notSent;
  if (at?.protocol !== "https:") return missing("sent over plain HTTP, where browsers ignore it");
  if (readAddress(at.hostname.replace(/^\[(.*)\]$/, "$1")) !== null)
    return missing("sent for an IP address, where browsers ignore it");
  const directives = readDirectives(line);
  const age = directives?.get("max-age");
  if (directives === null || age === undefined || !/^\d+$/.test(age))
    return missing(`not understood, so browsers ignore it: ${short(line)}`);
  const seconds = Number(age);
  if (seconds === 0) return missing("max-age is 0, which switches it off");
  if (seconds < need.leastDays * 86_400) {
    return weak(`max-age is ${age} s, less than ${need.leastDays} days`);
  }
  if (need.subDomains && !directives.has("includesubdomains")) {
    return weak("does not include subdomains");
  }
  return good(`max-age is ${Math.floor(seconds / 86_400)} days`);
}

/** Null when a directive is malformed or stands twice: browsers then ignore the whole header. */
function readDirectives(line: string): Map<string, string> | null {
  const found = new Map<string, string>();
  for (const part of line.split(";")) {
    // Trimmed first: blanks that two parts of a pattern can take would cost their square.
    const text = part.trim();
    if (text === "") continue;
    const read = /^([!#$%&'*+.^_`|~\w-]+)(?:\s*=\s*(?:"([^"]*)"|([!#$%&'*+.^_`|~\w-]+)))?$/.exec(
      text,
    );
    const name = read?.[1]?.toLowerCase();
    if (name === undefined || found.has(name)) return null;
    found.set(name, read?.[2] ?? read?.[3] ?? "");
  }
  return found;
}

/** Only what is enforced counts; `reported` are the lines of the report-only header. */
export function judgeCsp(lines: readonly string[], reported: readonly string[]): Finding {
  const policies = readPolicies(lines);
  if (policies.length === 0) {
    if (lines.length > 0) return missing("the policy is empty");
    return reported.length > 0 ? missing("only reported, not enforced") : notSent;
  }
  const gaps = gapsOf(policies);
  return gaps.length === 0 ? good("scripts are restricted") : weak(gaps.join("; "));
}

/** The Fetch standard: the first value decides. */
export function judgeNosniff(lines: readonly string[]): Finding {
  const [first] = valuesOf(lines);
  if (first === undefined) return notSent;
  return first.toLowerCase() === "nosniff"
    ? good("nosniff")
    : missing(`${short(first)} has no effect; only nosniff does`);
}

/** The HTML standard: frame-ancestors of an enforced policy replaces X-Frame-Options. */
export function judgeFrames(lines: readonly string[], policies: readonly string[]): Finding {
  const allowed = framesAllowed(readPolicies(policies));
  if (allowed === "some") return good("frame-ancestors restricts who may frame the page");
  if (allowed === "anybody") return weak("frame-ancestors lets any site frame the page");
  if (lines.length === 0) return missing("neither X-Frame-Options nor frame-ancestors is sent");
  const values = [...new Set(valuesOf(lines).map((value) => value.toLowerCase()))];
  const known = values.some((value) => ["deny", "sameorigin", "allowall"].includes(value));
  if (values.length > 1 && known)
    return good("several values that differ: browsers refuse all frames");
  const [value = ""] = values;
  if (values.length === 1 && (value === "deny" || value === "sameorigin"))
    return good(value.toUpperCase());
  if (value === "allowall") return weak("ALLOWALL lets any site frame the page");
  return missing(`${short(values.join(", "))} has no effect; only DENY and SAMEORIGIN do`);
}

const safeReferrers = [
  "no-referrer",
  "same-origin",
  "strict-origin",
  "strict-origin-when-cross-origin",
];
const looseReferrers: Readonly<Record<string, string>> = {
  origin: "tells the site's name over plain HTTP too",
  "origin-when-cross-origin": "tells the site's name over plain HTTP too",
  "no-referrer-when-downgrade": "tells other sites the whole address",
  "unsafe-url": "tells everybody the whole address",
};

/** The last value that is understood decides. */
export function judgeReferrer(lines: readonly string[]): Finding {
  if (lines.length === 0) return notSent;
  const values = valuesOf(lines).map((value) => value.toLowerCase());
  const known = (value: string) =>
    safeReferrers.includes(value) || Object.hasOwn(looseReferrers, value);
  const value = values.findLast(known);
  if (value === undefined)
    return missing(`${short(values.join(", "))} is no policy that browsers know`);
  return safeReferrers.includes(value) ? good(value) : weak(`${value} ${looseReferrers[value]}`);
}
