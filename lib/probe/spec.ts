import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { kindNamed, kindNames, type kinds } from "@/lib/probe/kinds";
import { variablePattern } from "@/lib/probe/spec-fields";
import { quoteVariables } from "@/lib/probe/spec-text";

/** A probe's spec: what a probe block, the page and the command line all hold. Pure. */

const common = z.looseObject({
  kind: z.string({ error: `needs a kind, one of: ${kindNames.join(", ")}` }),
});

type Kinds = typeof kinds;
export type ProbeSpec = { [Name in keyof Kinds]: z.infer<Kinds[Name]["spec"]> }[keyof Kinds];

type SpecIssue = { path: string; message: string };
export type SpecRead = { ok: true; spec: ProbeSpec } | { ok: false; issues: SpecIssue[] };

/** Reads a spec. Parsing what it returned gives the same spec again, so it may be stored as it is. */
export function parseSpec(input: unknown): SpecRead {
  const named = common.safeParse(input);
  if (!named.success) return { ok: false, issues: toIssues(named.error) };
  const kind = kindNamed(named.data.kind);
  if (kind === null) {
    const message = `${JSON.stringify(named.data.kind.slice(0, 40))} is not a kind of probe; there are ${kindNames.join(", ")}`;
    return { ok: false, issues: [{ path: "kind", message }] };
  }
  const read = kind.read(input);
  return read.success ? { ok: true, spec: read.data } : { ok: false, issues: toIssues(read.error) };
}

const longestText = 131_072;

/** Reads a spec from YAML, of which JSON is a part. */
export function parseSpecText(text: string): SpecRead {
  const refuse = (message: string): SpecRead => ({ ok: false, issues: [{ path: "", message }] });
  if (text.length > longestText) return refuse("is longer than 128 KiB");
  try {
    // No aliases: a few lines of them can stand for gigabytes.
    return parseSpec(parseYaml(quoteVariables(text), { maxAliasCount: 0, logLevel: "error" }));
  } catch (error) {
    return refuse(
      `is not YAML: ${error instanceof Error ? error.message.split("\n")[0] : "unreadable"}`,
    );
  }
}

export type Values = Readonly<Record<string, string>>;

/** Fills `{{NAME}}` in target, assertions, headers and body; names without a value stay and are listed. */
export function fillSpec(spec: ProbeSpec, values: Values): { spec: ProbeSpec; missing: string[] } {
  const known = withHost(values);
  const missing = new Set<string>();
  const fill = (text: string) =>
    text.replace(variablePattern, (whole, name: string) => {
      const value = Object.hasOwn(known, name) ? known[name] : undefined;
      if (value === undefined || value === "") {
        missing.add(name);
        return whole;
      }
      return value;
    });
  // A base URL often ends with a slash, and the path after it begins with one.
  const fillUrl = (url: string) =>
    fill(
      url.replace(/\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}\/+/g, (whole, name: string) =>
        Object.hasOwn(known, name) && known[name]?.endsWith("/") ? `{{${name}}}` : whole,
      ),
    );
  const target = fillUrl(spec.target);
  const signIn =
    "signIn" in spec && spec.signIn !== undefined ? { signIn: fillUrl(spec.signIn) } : {};
  const headers =
    "headers" in spec && spec.headers
      ? { headers: Object.fromEntries(Object.entries(spec.headers).map(([k, v]) => [k, fill(v)])) }
      : {};
  const body = "body" in spec && spec.body !== undefined ? { body: fill(spec.body) } : {};
  const origin = "origin" in spec && spec.origin !== undefined ? { origin: fill(spec.origin) } : {};
  const query = "query" in spec ? { query: fill(spec.query) } : {};
  const name = "name" in spec ? { name: fill(spec.name) } : {};
  const serverName =
    "serverName" in spec && spec.serverName !== undefined
      ? { serverName: fill(spec.serverName) }
      : {};
  const filled = {
    ...spec,
    target,
    assert: spec.assert.map(fill),
    ...headers,
    ...body,
    ...origin,
    ...signIn,
    ...query,
    ...name,
    ...serverName,
  };
  // The same object when nothing was to be filled: it need not be read again.
  const same = JSON.stringify(filled) === JSON.stringify(spec);
  return { spec: same ? spec : filled, missing: [...missing] };
}

/** `HOST` is the host of `BASE_URL` unless it has a value of its own. */
function withHost(values: Values): Values {
  const base = values.BASE_URL;
  const url = base === undefined || values.HOST !== undefined ? null : URL.parse(base);
  return url === null || url.hostname === "" ? values : { ...values, HOST: url.hostname };
}

function toIssues(error: z.ZodError): SpecIssue[] {
  return error.issues.map((issue) => {
    const path = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]] : issue.path;
    const unknown = issue.code === "unrecognized_keys";
    const message = unknown ? "is not a field of this kind" : issue.message;
    return { path: path.join("."), message };
  });
}
