import type { IncomingMessage } from "node:http";
import { ProbeProblem } from "@/lib/probe/bounds";

/** What an answer's headers are used for: evidence, and the way to the next hop. */

/** Kept as evidence. Cookies, credentials and whatever else a server says are not. */
const listedHeaders = [
  "age",
  "cache-control",
  "content-encoding",
  "content-length",
  "content-type",
  "date",
  "etag",
  "last-modified",
  "location",
  "retry-after",
  "server",
  "strict-transport-security",
];

export function listed({ headers }: IncomingMessage): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of listedHeaders) {
    const value = headers[name];
    if (typeof value !== "string") continue;
    kept[name] = (name === "location" ? withoutSecrets(value) : value).slice(0, 1024);
  }
  return kept;
}

/** A redirect's user name, password and query may be credentials. */
function withoutSecrets(location: string): string {
  const url = URL.parse(location, "http://relative.invalid");
  if (url === null) return "";
  return url.host === "relative.invalid"
    ? url.pathname
    : `${url.protocol}//${url.host}${url.pathname}`;
}

export function redirectOf(response: IncomingMessage): string | null {
  const redirects = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
  return redirects ? (response.headers.location ?? null) : null;
}

/** Never from https to http, never to another scheme; a user name and password are dropped. */
export function nextUrl(from: URL, location: string): URL {
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
