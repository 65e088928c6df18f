import { readFileSync } from "node:fs";
import { type Env, env } from "@/lib/core/env";
import { processWide } from "@/lib/core/process-wide";

/** The OpenID Connect provider that this installation lets people sign in at. */
export type Provider = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** On buttons. */
  name: string;
  /** Where it sends people back to; registered there. */
  redirectUri: string;
};

type Settings = Pick<
  Env,
  | "OIDC_ISSUER"
  | "OIDC_CLIENT_ID"
  | "OIDC_CLIENT_SECRET"
  | "OIDC_CLIENT_SECRET_FILE"
  | "OIDC_NAME"
  | "COUNTERSIGN_URL"
  | "HOST"
  | "PORT"
>;

export const CALLBACK_PATH = "/api/identity/callback";

/** Null: this installation has none. Throws when its secret cannot be read, naming the file. */
export function providerOf(settings: Settings): Provider | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_NAME: name } = settings;
  if (issuer === undefined || clientId === undefined || name === undefined) return null;
  const redirectUri = new URL(CALLBACK_PATH, originOf(settings)).href;
  return { issuer, clientId, name, redirectUri, clientSecret: secretOf(settings) };
}

/** Read once: the file with the secret is not read again before the next start. */
export const provider = (): Provider | null => processWide("provider", () => providerOf(env()));

function originOf({ COUNTERSIGN_URL, HOST, PORT }: Settings): string {
  const host = HOST.includes(":") ? `[${HOST}]` : HOST;
  return COUNTERSIGN_URL ?? `http://${host}:${PORT}`;
}

function secretOf({ OIDC_CLIENT_SECRET, OIDC_CLIENT_SECRET_FILE: file }: Settings): string {
  if (file === undefined) return OIDC_CLIENT_SECRET ?? "";
  let secret: string;
  try {
    secret = readFileSync(file, "utf8").trim();
  } catch (error) {
    const why = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    throw new Error(`OIDC_CLIENT_SECRET_FILE ${file} cannot be read (${why}).`);
  }
  if (secret === "") throw new Error(`OIDC_CLIENT_SECRET_FILE ${file} is empty.`);
  return secret;
}
