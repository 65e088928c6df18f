import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { errorCode, ProbeProblem } from "@/lib/probe/bounds";
import { longestSecret, type Secrets } from "@/lib/probe/secrets";

/**
 * Where the values of secrets are, at run time only: in the process's environment, or in a file of a folder that the
 * operator mounts. Those of one environment are out of the reach of every other, also of one with the same name in
 * another project: whoever may write a probe decides where its headers go.
 */

export type Variables = Readonly<Record<string, string | undefined>>;

const prefix = "COUNTERSIGN_SECRET__";
const folderVariable = "COUNTERSIGN_SECRETS_DIR";
const secretName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** `AWS Production (Seoul)` → `aws-production-seoul`; empty when there is neither letter nor digit in it. */
export function environmentSlug(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

const inVariable = (slug: string) => slug.replaceAll("-", "_").toUpperCase();

/**
 * `COUNTERSIGN_SECRET__<PROJECT>__<ENVIRONMENT>__<NAME>`, else the file
 * `<COUNTERSIGN_SECRETS_DIR>/<project>/<environment>/<NAME>`. `project` is its slug; `environment` and `others`, the
 * project's other environments, are names.
 */
export function environmentSecrets(
  place: { project: string; environment: string; others?: readonly string[] },
  variables: Variables = process.env,
): Secrets {
  const slug = environmentSlug(place.environment);
  const word = inVariable(slug);
  const shared = place.others?.some((name) => inVariable(environmentSlug(name)) === word);
  // A place without a name of its own is nobody's: its secrets would be another's.
  if (slug === "" || place.project === "" || shared) {
    return (name) => {
      throw new ProbeProblem("secret-refused", { name, why: "environment" });
    };
  }
  const start = `${prefix}${inVariable(place.project)}__${word}__`;
  return source(start, [place.project, slug], variables);
}

/** `COUNTERSIGN_SECRET__<NAME>`, else the file `<COUNTERSIGN_SECRETS_DIR>/<NAME>`: for the command line. */
export function commandLineSecrets(variables: Variables = process.env): Secrets {
  return source(prefix, [], variables);
}

function source(start: string, places: readonly string[], variables: Variables): Secrets {
  return (name) => {
    if (!secretName.test(name)) return null;
    const given = variables[`${start}${name}`];
    if (given !== undefined && given !== "") return given;
    const folder = variables[folderVariable];
    return folder ? readSecret(join(folder, ...places, name), name) : null;
  };
}

/** The file's text without its last line end; null when there is no such file. */
function readSecret(path: string, name: string): string | null {
  const refuse = (why: string) => new ProbeProblem("secret-refused", { name, why });
  try {
    // A pipe in its place must not hold up the worker.
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!fstatSync(file).isFile()) throw refuse("unreadable");
      const bytes = Buffer.alloc(longestSecret + 3);
      const length = fill(file, bytes);
      // Latin 1 keeps every byte apart, so that what is not ASCII is refused as such.
      const text = bytes.toString("latin1", 0, length).replace(/\r?\n$/, "");
      bytes.fill(0);
      return text;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof ProbeProblem) throw error;
    if (["ENOENT", "ENOTDIR"].includes(errorCode(error))) return null;
    throw refuse("unreadable");
  }
}

/** Reads until the buffer is full or the file ends; the number of bytes read. */
function fill(file: number, bytes: Buffer): number {
  let length = 0;
  for (;;) {
    const read = readSync(file, bytes, length, bytes.length - length, null);
    length += read;
    if (read === 0 || length === bytes.length) return length;
  }
}
