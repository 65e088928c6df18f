import { ProbeProblem } from "@/lib/probe/bounds";

/**
 * Secrets are named in a spec and known only while a probe runs: `{{secret.API_TOKEN}}` in a header.
 * They are filled at the last moment, in the reach, and removed from everything that is kept.
 */

/** The value of a named secret, or null when there is none. */
export type Secrets = (name: string) => string | null;

/** Fills secrets and remembers which values were used. */
export type SecretFiller = {
  /** Throws `secret-missing` when one has no value. */
  fill(text: string): string;
  /** What must not be kept: each value once, by its name. */
  used: ReadonlyMap<string, string>;
};

const secretPattern = /\{\{\s*secret\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/g;
export const namesSecret = (text: string): boolean => text.search(secretPattern) >= 0;

export function secretFiller(secrets: Secrets): SecretFiller {
  const used = new Map<string, string>();
  const fill = (text: string) =>
    text.replace(secretPattern, (_, name: string) => {
      const value = secrets(name);
      if (value === null || value === "") throw new ProbeProblem("secret-missing", { name });
      used.set(name, value);
      return value;
    });
  return { fill, used };
}
