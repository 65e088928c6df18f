import { ProbeProblem } from "@/lib/probe/bounds";

/**
 * Secrets are named in a spec and known only while a probe runs: `{{secret.API_TOKEN}}` in a header.
 * They are filled at the last moment, in the reach, and removed from everything that is kept.
 */

/** The value of a named secret, or null when there is none. May throw `secret-refused`. */
export type Secrets = (name: string) => string | null;

/** Fills secrets and remembers which values were used. */
export type SecretFiller = {
  /** Throws `secret-missing` when one has no value, `secret-refused` when its value cannot be used or kept secret. */
  fill(text: string): string;
  /** What must not be kept: each value once, by its name. */
  used: ReadonlyMap<string, string>;
};

const secretPattern = /\{\{\s*secret\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;
export const namesSecret = (text: string): boolean => text.search(secretPattern) >= 0;

/** Whether a text means a secret and does not spell its name as one: it would be sent as it stands. */
export const misnamesSecret = (text: string): boolean =>
  /\{\{\s*secret\s*\./i.test(text.replace(secretPattern, ""));

export function secretFiller(secrets: Secrets): SecretFiller {
  const used = new Map<string, string>();
  // Asked for once: a value that changes while the probe runs would leave two to remove.
  const known = (name: string) => {
    const before = used.get(name);
    if (before !== undefined) return before;
    const value = secrets(name);
    if (value === null || value === "") throw new ProbeProblem("secret-missing", { name });
    refuseUnusable(name, value);
    used.set(name, value);
    return value;
  };
  const fill = (text: string) => text.replace(secretPattern, (_, name: string) => known(name));
  return { fill, used };
}

/** Shorter ones cannot be told from ordinary text, and would take every second word of the evidence with them. */
const shortest = 4;
export const longestSecret = 4096;

/** What no header carries unchanged, or nobody could find again in an answer, is not sent at all. */
function refuseUnusable(name: string, value: string): void {
  const why =
    value.length < shortest
      ? "short"
      : value.length > longestSecret
        ? "long"
        : /^[!-~]([ -~]*[!-~])?$/.test(value)
          ? null
          : "characters";
  if (why !== null) throw new ProbeProblem("secret-refused", { name, why });
}

/** The header fields of a spec that hold no secret. */
export function withoutSecrets(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => !namesSecret(value)));
}

/** The same headers with `value` where a secret is named. */
export function withInstead(
  headers: Readonly<Record<string, string>>,
  value: string,
): Readonly<Record<string, string>> {
  const filled = Object.entries(headers).map(([name, text]) => [
    name,
    text.replace(secretPattern, () => value),
  ]);
  return Object.fromEntries(filled);
}
