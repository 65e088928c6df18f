import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { own } from "@/lib/core/own";
import { kindNamed, kindNames, type kinds } from "@/lib/probe/kinds";
import { variablePattern } from "@/lib/probe/spec-fields";
import { longestSpecText, quoteVariables } from "@/lib/probe/spec-text";

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

/** Reads a spec from YAML, of which JSON is a part. */
export function parseSpecText(text: string): SpecRead {
  const refuse = (message: string): SpecRead => ({ ok: false, issues: [{ path: "", message }] });
  if (text.length > longestSpecText)
    return refuse(`is longer than ${longestSpecText.toLocaleString("en")} characters`);
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

/** The fields that hold one text, in whatever kind has them, and what it is filled as. */
const textFields = [
  ["target", "url"],
  ["signIn", "url"],
  ["body", "text"],
  ["name", "text"],
  ["origin", "text"],
  ["query", "text"],
  ["serverName", "text"],
] as const;

type TextField = (typeof textFields)[number][0];

/** Fills `{{NAME}}` in `textFields`, assertions and headers; names without a value stay and are listed. */
export function fillSpec(spec: ProbeSpec, values: Values): { spec: ProbeSpec; missing: string[] } {
  const { fill, missing } = filler(withHost(values));
  const texts: Partial<Record<TextField, string>> = {};
  for (const [field, as] of textFields) {
    const text = own<unknown>(spec, field);
    if (typeof text === "string") texts[field] = fill[as](text);
  }
  const headers =
    "headers" in spec && spec.headers
      ? Object.entries(spec.headers).map(([name, text]) => [name, fill.text(text)])
      : null;
  const filled = {
    ...spec,
    ...texts,
    assert: spec.assert.map(fill.text),
    ...(headers && { headers: Object.fromEntries(headers) }),
  };
  // The same object when nothing was to be filled: it need not be read again.
  const same = JSON.stringify(filled) === JSON.stringify(spec);
  return { spec: same ? spec : filled, missing: [...missing] };
}

/** Puts values into texts and into URLs, and remembers which had none. */
function filler(values: Values) {
  const missing = new Set<string>();
  const text = (written: string) =>
    written.replace(variablePattern, (whole, name: string) => {
      const value = own(values, name);
      if (value === undefined || value === "") missing.add(name);
      return value || whole;
    });
  // A base URL often ends with a slash, and the path after it begins with one.
  const url = (written: string) =>
    text(
      written.replace(/\{\{\s*([A-Za-z_][\w.-]*)\s*\}\}\/+/g, (whole, name: string) =>
        own(values, name)?.endsWith("/") ? `{{${name}}}` : whole,
      ),
    );
  return { fill: { text, url }, missing };
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
