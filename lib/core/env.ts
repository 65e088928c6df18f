import ipaddr from "ipaddr.js";
import { z } from "zod";
import { oidcProblems, oidcSettings } from "@/lib/core/oidc-settings";

const postgresUrl = z
  .string({ error: "is missing" })
  .regex(/^postgres(ql)?:\/\//, "must be an address like postgresql://user:password@host/database");

const networks = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""))
  .refine(
    (parts) => parts.every(isNetwork),
    "must be addresses or networks such as 10.0.0.0/8, ::1",
  );

const places = (unlessGiven: number) =>
  z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(1)
    .max(100)
    .default(unlessGiven);

const settings = z.object({
  /** The application's own role: it cannot rewrite the log. */
  DATABASE_URL: postgresUrl,
  /** Same role without a transaction pooler in between: LISTEN and the worker. */
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  /** Owns the tables: migrations and grants only, never needed by the web process. */
  DATABASE_OWNER_URL: postgresUrl.optional(),
  /** Signs sessions; shared by all processes. */
  COUNTERSIGN_SECRET: z.string({ error: "is missing" }).min(32, "must have at least 32 characters"),
  /** The worker's alone: signs heads of logs. A private Ed25519 key, or `file:` and its path (lib/log/key.ts). */
  COUNTERSIGN_LOG_KEY: z.string().optional(),
  /** Where signed heads are written down outside of the database (lib/installation/anchor-places.ts): the worker's. */
  COUNTERSIGN_ANCHOR_FILE: z.string().startsWith("/", "must be an absolute path").optional(),
  COUNTERSIGN_ANCHOR_WEBHOOK: z
    .url({ protocol: /^https?$/, error: "must be an address like https://example.com/anchors" })
    .optional(),
  /** Sent as `Authorization: Bearer`. */
  COUNTERSIGN_ANCHOR_WEBHOOK_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces")
    .optional(),
  /** A mail relay, from whom and to whom (lib/installation/mail.ts). */
  COUNTERSIGN_ANCHOR_MAIL_SERVER: z
    .url({ protocol: /^smtps?$/, error: "must be an address like smtp://mail.example.com:25" })
    .optional(),
  COUNTERSIGN_ANCHOR_MAIL_FROM: z.email("must be an email address").optional(),
  COUNTERSIGN_ANCHOR_MAIL_TO: z.email("must be an email address").optional(),
  /** Networks that webhook and mail server may be in, beyond the public ones. */
  COUNTERSIGN_ANCHOR_ALLOW: networks,
  /** Goes on, with a warning, although the application's role could rewrite the log (lib/core/log-safety.ts). */
  COUNTERSIGN_ALLOW_REWRITABLE_LOG: z.literal("yes", 'must be "yes" or not set').optional(),
  ...oidcSettings,
  /** The public origin, when a proxy gives it another than it listens on. */
  COUNTERSIGN_URL: z.url("must be an address like https://deploy.example.com").optional(),
  /** Whose X-Forwarded-* headers are believed. */
  TRUSTED_PROXIES: networks,
  /** Probes that are measured at the same moment, by all workers together: in all, and of one host. */
  PROBES_AT_ONCE: places(10),
  PROBES_PER_HOST: places(2),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: z.coerce.number("must be a port number").int().min(1).max(65535).default(3000),
});

const schema = settings.superRefine((given, context) => {
  for (const { name, message } of oidcProblems(given))
    context.addIssue({ code: "custom", path: [name], message });
});

type Parsed = z.infer<typeof schema>;
export type Env = Omit<Parsed, "DATABASE_DIRECT_URL"> & { DATABASE_DIRECT_URL: string };

let parsed: Env | undefined;

/** The process's settings, read at first use: a build needs no database and no keys. */
export function env(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}

/** Throws one error that names every variable that is missing or wrong. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`Settings (environment variables): ${problems.join("; ")}.`);
  }
  const { DATABASE_DIRECT_URL = result.data.DATABASE_URL, ...rest } = result.data;
  return { ...rest, DATABASE_DIRECT_URL };
}

function isNetwork(text: string): boolean {
  return text.includes("/") ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}
