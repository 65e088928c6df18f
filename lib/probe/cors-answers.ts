import type { Measured } from "@/lib/probe/judge";
import type { Exchange } from "@/lib/probe/kind";

/** What the answers to one origin mean to a browser. */

/** The same origin asked twice: may I (preflight), and the request itself. Null: not asked. */
export type Asked = { origin: string; preflight: Exchange | null; simple: Exchange | null };

/** From harmless to harmful. `exposed`: named, and with the visitor's credentials. */
const grants = ["refused", "public", "reflected", "exposed"] as const;
type Grant = (typeof grants)[number];

const lines = (seen: Exchange, name: string): readonly string[] =>
  (Object.hasOwn(seen.answerHeaders, name) ? seen.answerHeaders[name] : undefined) ?? [];

/** Browsers compare byte for byte and refuse a header that holds several values. */
export function grantIn(seen: Exchange, origin: string): Grant {
  const [value, ...more] = lines(seen, "access-control-allow-origin");
  if (value === undefined || more.length > 0) return "refused";
  if (value === "*") return "public";
  if (value !== origin) return "refused";
  const credentials = lines(seen, "access-control-allow-credentials");
  return credentials.length === 1 && credentials[0] === "true" ? "exposed" : "reflected";
}

/** An error, a redirect or a page that is not there says nothing about who may read the real answer. */
function tellsNothing(seen: Exchange): boolean {
  const { status } = seen;
  if (status === null || status >= 500 || (status >= 300 && status < 400)) return true;
  const silent = lines(seen, "access-control-allow-origin").length === 0;
  return silent && [404, 405, 410, 429].includes(status);
}

const rawOf = (seen: Exchange): string =>
  [
    `status ${seen.status}`,
    ...["access-control-allow-origin", "access-control-allow-credentials", "vary"].flatMap((name) =>
      lines(seen, name).map((line) => `${name}: ${line}`),
    ),
  ].join(", ");

/** The most that any of these origins was let in with, and by which answer. */
export function strangersIn(all: Asked[]): {
  found: Measured;
  worst: Grant;
  origin: string;
  by: Exchange | null;
} {
  const each = all.flatMap(({ origin, preflight, simple }) =>
    [preflight, simple].flatMap((seen) =>
      seen === null ? [] : [{ seen, origin, grant: grantIn(seen, origin) }],
    ),
  );
  each.sort((a, b) => grants.indexOf(b.grant) - grants.indexOf(a.grant));
  const [first] = each;
  if (first === undefined || first.grant === "refused") {
    return { found: refusal(all), worst: "refused", origin: "", by: null };
  }
  const { grant, origin, seen } = first;
  const why = {
    refused: "",
    public: "every site may read the answer, without credentials",
    reflected: `${origin} is let in, without credentials`,
    exposed: `${origin} is let in with the visitor's credentials`,
  }[grant];
  const raw = rawOf(seen);
  const found: Measured = { type: "string", value: grant, raw, told: `${grant}: ${why}` };
  return { found, worst: grant, origin, by: seen };
}

/** Refused is a measurement only where every request itself got an answer that says something. */
function refusal(all: Asked[]): Measured {
  const mute = all.find(({ simple }) => simple === null || tellsNothing(simple));
  if (mute !== undefined || all.length === 0) {
    const raw = mute?.simple ? rawOf(mute.simple) : null;
    return { type: "none", code: "not-received", raw };
  }
  const told = `refused: ${all.map(({ origin }) => origin).join(", ")}`;
  const raw = all.flatMap(({ simple }) => (simple === null ? [] : [rawOf(simple)])).join(" | ");
  return { type: "string", value: "refused", raw, told };
}

type Need = { method: string; requestHeaders: readonly string[]; credentials: boolean };

/** Whether the allowed origin gets through: with preflight (`yes`), without (`simple`), or not (`no`). */
export function allowedIn(
  { origin, preflight, simple }: Asked,
  need: Need,
  stranger: Exchange | null,
): Measured {
  if (simple === null || preflight === null || tellsNothing(simple)) {
    return { type: "none", code: "not-received", raw: simple === null ? null : rawOf(simple) };
  }
  const is = (value: "yes" | "simple" | "no", why: string, by: Exchange): Measured => ({
    type: "string",
    value,
    raw: rawOf(by),
    told: `${value}: ${why}`,
  });
  const refused = refusedBy(simple, origin, need.credentials);
  if (refused !== null) return is("no", refused, simple);
  const early = preflightFault(preflight, origin, need);
  if (early !== null) return is("simple", `the preflight ${early}`, preflight);
  const note = lacksVary(simple, stranger)
    ? "; Vary: Origin is missing, so caches may mix up answers"
    : "";
  return is("yes", `${origin} is let in${note}`, simple);
}

function refusedBy(seen: Exchange, origin: string, credentials: boolean): string | null {
  const grant = grantIn(seen, origin);
  if (grant === "refused") return `${origin} is not let in`;
  if (credentials && grant !== "exposed") return `${origin} is not let in with credentials`;
  return null;
}

const safelisted = ["GET", "HEAD", "POST"];

function preflightFault(seen: Exchange, origin: string, need: Need): string | null {
  if (seen.status === null || seen.status < 200 || seen.status > 299)
    return `is answered with status ${seen.status}`;
  const refused = refusedBy(seen, origin, need.credentials);
  if (refused !== null) return `says that ${refused}`;
  const listed = (name: string) =>
    lines(seen, name).flatMap((line) => line.split(",").map((one) => one.trim()));
  // With credentials a star is a name like any other.
  const any = need.credentials ? null : "*";
  const methods = listed("access-control-allow-methods");
  if (
    !safelisted.includes(need.method) &&
    !methods.some((one) => one === need.method || one === any)
  )
    return `does not allow ${need.method}`;
  const headers = listed("access-control-allow-headers").map((one) => one.toLowerCase());
  // A star never stands for Authorization.
  const lacking = need.requestHeaders.find((name) => {
    const wanted = name.toLowerCase();
    const star = any !== null && headers.includes(any) && wanted !== "authorization";
    return !star && !headers.includes(wanted);
  });
  return lacking === undefined ? null : `does not allow the header ${lacking}`;
}

/** An answer that depends on who asks, and does not say so to caches. */
function lacksVary(seen: Exchange, stranger: Exchange | null): boolean {
  const [mine] = lines(seen, "access-control-allow-origin");
  if (stranger === null || mine === "*") return false;
  const depends = lines(stranger, "access-control-allow-origin")[0] !== mine;
  const vary = lines(seen, "vary").join(",").toLowerCase().split(",");
  return depends && !vary.some((one) => one.trim() === "origin" || one.trim() === "*");
}
