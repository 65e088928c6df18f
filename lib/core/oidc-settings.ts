import { z } from "zod";

/** Sign-in at an OpenID Connect provider: all of it, or nothing (docs/decisions/0093). */
export const oidcSettings = {
  /** Exactly as the provider names itself in its discovery document. */
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, error: "must be an address like https://login.example.com" })
    .optional(),
  OIDC_CLIENT_ID: z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, "must be printable ASCII without spaces")
    .optional(),
  OIDC_CLIENT_SECRET: z.string().max(2_000).optional(),
  /** A file that holds the secret, and nothing else. */
  OIDC_CLIENT_SECRET_FILE: z.string().startsWith("/", "must be an absolute path").optional(),
  /** The provider's name on buttons. */
  OIDC_NAME: z.string().trim().min(1).max(40, "must have at most 40 characters").optional(),
};

type Given = { [Name in keyof typeof oidcSettings]?: string | undefined } & {
  COUNTERSIGN_URL?: string | undefined;
  HOST: string;
};
type Problem = { name: string; message: string };

/** What is missing or contradicts itself; never with a value. */
export function oidcProblems(given: Given): Problem[] {
  const { OIDC_CLIENT_SECRET: secret, OIDC_CLIENT_SECRET_FILE: file } = given;
  const names = ["OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_NAME"] as const;
  const some = names.some((name) => given[name] !== undefined) || secret || file;
  if (!some) return [];
  const missing: Problem[] = names
    .filter((name) => given[name] === undefined)
    .map((name) => ({ name, message: "is missing: the other settings of the provider are given" }));
  if (!secret && !file)
    missing.push({
      name: "OIDC_CLIENT_SECRET",
      message:
        "(or OIDC_CLIENT_SECRET_FILE) is missing: the other settings of the provider are given",
    });
  if (secret && file)
    missing.push({
      name: "OIDC_CLIENT_SECRET_FILE",
      message: "is given beside OIDC_CLIENT_SECRET: give one of them",
    });
  return [...missing, ...addressProblems(given)];
}

function addressProblems({ OIDC_ISSUER: issuer, COUNTERSIGN_URL, HOST }: Given): Problem[] {
  const problems: Problem[] = [];
  const url = issuer === undefined ? null : URL.parse(issuer);
  if (url && !isPrivateWay(url))
    problems.push({
      name: "OIDC_ISSUER",
      message: "must begin with https:// (or be this machine)",
    });
  if (url && (url.username !== "" || url.search !== "" || url.hash !== ""))
    problems.push({ name: "OIDC_ISSUER", message: "must have no user, query or fragment" });
  if (COUNTERSIGN_URL === undefined && !isThisMachine(HOST))
    problems.push({
      name: "COUNTERSIGN_URL",
      message: "is missing: the provider sends people back to it",
    });
  return problems;
}

const isThisMachine = (host: string): boolean =>
  /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** What is said there can be read by nobody on the way. */
export const isPrivateWay = (url: URL): boolean =>
  url.protocol === "https:" || (url.protocol === "http:" && isThisMachine(url.hostname));
