import type { IncomingMessage } from "node:http";
import { ProbeProblem } from "@/lib/probe/bounds";

/** What an answer's headers are used for: evidence, and the way to the next hop. */

/** Kept as evidence. Cookies, credentials and whatever else a server says are not. */
const listedHeaders = [
  "access-control-allow-credentials",
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "age",
  "allow",
  "cache-control",
  "content-encoding",
  "content-length",
  "content-security-policy",
  "content-security-policy-report-only",
  "content-type",
  "date",
  "etag",
  "last-modified",
  "location",
  "referrer-policy",
  "retry-after",
  "server",
  "strict-transport-security",
  "vary",
  "x-content-type-options",
  "x-frame-options",
];

/** Whether nothing but the end of the connection ends this answer's body (RFC 9112, 6.3). */
export function endsOpen({ headers, statusCode = 0 }: IncomingMessage, method: string): boolean {
  if (method === "HEAD" || statusCode === 204 || statusCode === 304) return false;
  const coding = headers["transfer-encoding"];
  if (coding !== undefined) return !/(^|,)\s*chunked\s*$/i.test(coding);
  return headers["content-length"] === undefined;
}

type HeaderLines = Readonly<Record<string, readonly string[]>>;

/** Every header as it was sent: a name that came twice has two lines, which are not one value. */
export function linesOf({ headersDistinct }: IncomingMessage): HeaderLines {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, lines]) => [name, lines ?? []]),
  );
}

export function listed(lines: HeaderLines): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of listedHeaders) {
    const values = Object.hasOwn(lines, name) ? lines[name] : undefined;
    if (values === undefined) continue;
    const shown = values.map((value) => shownHeader(name, value)).join(", ");
    kept[name] = shown.slice(0, 2048);
  }
  return kept;
}

/** What may be kept of a header's value: no query of a redirect, no value of a cookie, no credentials. */
export function shownHeader(name: string, value: string): string {
  if (name === "location" || name === "content-location") return withoutSecrets(value);
  if (name === "set-cookie") return value.replace(/^([^=;]*)=[^;]*/, "$1=…");
  return /authorization|authentication-info|cookie/.test(name) ? "…" : value;
}

/** A redirect's user name, password and query may be credentials. */
function withoutSecrets(location: string): string {
  const url = URL.parse(location, "http://relative.invalid");
  if (url === null) return "";
  return url.host === "relative.invalid"
    ? url.pathname
    : `${url.protocol}//${url.host}${url.pathname}`;
}

/** Where an answer redirects to, as often as it says so; empty when it does not. */
export function redirectsOf(response: IncomingMessage): readonly string[] {
  const redirects = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
  return redirects ? (response.headersDistinct.location ?? []) : [];
}

/** Never from https to http, never to another scheme; a user name and password are dropped. */
export function nextUrl(from: URL, [location = "", ...more]: readonly string[]): URL {
  if (more.length > 0) throw new ProbeProblem("redirect-refused", { why: "several addresses" });
  const url = URL.parse(location, from);
  if (url === null) throw new ProbeProblem("redirect-refused", { why: "not a URL" });
  const secureKept =
    url.protocol === "https:" || (url.protocol === "http:" && from.protocol === "http:");
  if (!secureKept)
    throw new ProbeProblem("redirect-refused", { why: `scheme ${url.protocol.slice(0, 32)}` });
  url.username = "";
  url.password = "";
  return url;
}
