import { z } from "zod";

/** Logs that are not of deployments: what admins see of the installation. */
export const adminStreams = [
  "person",
  "team",
  "project",
  "environment",
  "template",
  "installation",
] as const;
export type AdminStream = (typeof adminStreams)[number];

/** Kinds of their events, and their names in messages. */
export const adminEvents = {
  "person.created": "person_created",
  "person.edited": "person_edited",
  "person.disabled": "person_disabled",
  "person.enabled": "person_enabled",
  "person.forgotten": "person_forgotten",
  "person.password_reset": "person_password_reset",
  "person.password_changed": "person_password_changed",
  "person.role_granted": "person_role_granted",
  "person.role_revoked": "person_role_revoked",
  "person.team_joined": "person_team_joined",
  "person.team_left": "person_team_left",
  "person.team_confirmed": "person_team_confirmed",
  "person.delegated": "person_delegated",
  "person.delegation_ended": "person_delegation_ended",
  "person.identity_linked": "person_identity_linked",
  "person.identity_unlinked": "person_identity_unlinked",
  "team.created": "team_created",
  "team.renamed": "team_renamed",
  "project.created": "project_created",
  "project.edited": "project_edited",
  "environment.created": "environment_created",
  "environment.edited": "environment_edited",
  "template.created": "template_created",
  "template.version_published": "template_version_published",
  "template.renamed": "template_renamed",
  "template.archived": "template_archived",
  "template.restored": "template_restored",
  "installation.log_key_taken": "installation_log_key_taken",
  "token.created": "token_created",
  "token.withdrawn": "token_withdrawn",
} as const;
export type AdminWords = (typeof adminEvents)[keyof typeof adminEvents];

export const changedFields = [
  ...(["name", "email", "slug", "zone", "variables", "allow", "ports", "least"] as const),
  ...(["template", "project", "number", "note", "key"] as const),
  ...(["issuer", "until"] as const),
] as const;
export type ChangedField = (typeof changedFields)[number];

export const adminPageSize = 100;

const one = z.preprocess((value) => (Array.isArray(value) ? value[0] : value), z.string());

/** What an address asks for; what makes no sense there counts as not given. */
export const adminLogSearch = z.object({
  kind: one.pipe(z.enum(adminStreams)).nullable().catch(null),
  person: one.pipe(z.uuid()).nullable().catch(null),
  text: one.transform((text) => text.trim().slice(0, 200)).catch(""),
  page: one
    .pipe(z.string().regex(/^[1-9]\d{0,4}$/))
    .transform(Number)
    .catch(1),
});
export type AdminLogSearch = z.infer<typeof adminLogSearch>;

export function adminLogAddress({ kind, person, text, page }: AdminLogSearch): string {
  const search = new URLSearchParams();
  if (kind) search.set("kind", kind);
  if (person) search.set("person", person);
  if (text) search.set("text", text);
  if (page > 1) search.set("page", String(page));
  return search.size > 0 ? `/log?${search.toString()}` : "/log";
}

/** One event, as it is shown. */
export type AdminEvent = {
  id: string;
  number: number;
  at: string;
  /** Null for a kind that has no words here: shown by its `kind`. */
  words: AdminWords | null;
  kind: string;
  stream: { kind: AdminStream; id: string; name: string };
  /** Null: the system (start, command line, worker). */
  by: string | null;
  role: string | null;
  /** Null: all projects. */
  project: string | null;
  team: string | null;
  /** To whom something was delegated. */
  to: string | null;
  changes: { field: ChangedField; before: string | null; after: string | null }[];
};

export type AnchorState = {
  target: string;
  doneAt: string | null;
  triedAt: string;
  tries: number;
  failure: string | null;
};

export type AdminLog = {
  events: AdminEvent[];
  total: number;
  people: Record<string, string>;
  anchors: AnchorState[];
};

export type AdminChains = {
  logs: number;
  events: number;
  faults: { stream: AdminStream; name: string; number: number; code: string }[];
};
