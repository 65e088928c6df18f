import { randomInt } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** Argon2id (the package's default) with OWASP's second profile: 19 MiB, 2 passes, 1 lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

let dummy: Promise<string> | undefined;

/** Runs in a thread, about 20 ms. Never inside a transaction. */
export async function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), options);
}

/** Takes the same time when there is no hash, so that nobody learns which accounts exist. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword("there is no such account");
  const matches = await verify(stored ?? (await dummy), password.normalize("NFKC"));
  return stored !== null && matches;
}

/** Without signs that look alike: it is read aloud and typed. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** Shown once, changed at the first sign-in: 16 signs in four groups, 79 bits. */
export function oneTimePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");
  return Array.from({ length: 4 }, group).join("-");
}
