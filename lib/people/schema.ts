import { z } from "zod";
import type { Reason } from "@/lib/core/errors";
import { type Role, roles } from "@/lib/core/permissions";
import type { Delegate } from "@/lib/people/delegates";

const id = z.uuid();
const email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email("is not an email address").max(254, "is longer than 254 characters"));
const name = z.string().trim().min(1, "is empty").max(120, "is longer than 120 characters");

export const createPersonInput = z.object({ email, name });
export const editPersonInput = z.object({ personId: id, email, name });
export const personInput = z.object({ personId: id });
export const grantRoleInput = z.object({
  personId: id,
  role: z.enum(roles),
  /** Null: for all projects. */
  projectId: id.nullable(),
});
export const revokeRoleInput = z.object({ personId: id, grantId: id });
export const createTeamInput = z.object({ name });
export const renameTeamInput = z.object({ teamId: id, name });
export const memberInput = z.object({ personId: id, teamId: id });
export const delegateInput = z.object({
  toId: id,
  teamId: id,
  until: z.iso.datetime({ offset: true, error: "is not a time" }),
});
export const endDelegationInput = z.object({ fromId: id, delegationId: id });
export const changePasswordInput = z.object({
  current: z.string().max(1_000),
  next: z.string().max(1_000, "is longer than 1,000 characters"),
});

export type CreatePersonInput = z.input<typeof createPersonInput>;
export type EditPersonInput = z.input<typeof editPersonInput>;
export type PersonInput = z.input<typeof personInput>;
export type GrantRoleInput = z.input<typeof grantRoleInput>;
export type RevokeRoleInput = z.input<typeof revokeRoleInput>;
export type CreateTeamInput = z.input<typeof createTeamInput>;
export type RenameTeamInput = z.input<typeof renameTeamInput>;
export type MemberInput = z.input<typeof memberInput>;
export type DelegateInput = z.input<typeof delegateInput> & { password: string };
export type EndDelegationInput = z.input<typeof endDelegationInput>;
export type ChangePasswordInput = z.input<typeof changePasswordInput>;

/** A role as given to somebody; `project` null: for all projects. */
export type GrantView = {
  id: string;
  role: Role;
  project: { id: string; name: string } | null;
};

export type TeamRef = { id: string; name: string };

/** Who somebody is at an identity provider; `linkedAt` is ISO. */
export type IdentityView = { id: string; issuer: string; linkedAt: string };

/** One line of the list of people; `disabledAt` is ISO or null. */
export type PersonView = {
  id: string;
  name: string;
  email: string;
  disabledAt: string | null;
  mustChangePassword: boolean;
  createdAt: string;
  /** Without one, they sign in at a provider alone. */
  hasPassword: boolean;
  identities: IdentityView[];
  grants: GrantView[];
  teams: TeamRef[];
};

export type TeamMemberView = {
  id: string;
  name: string;
  email: string;
  disabled: boolean;
  /** Enabled, and an approver somewhere. */
  maySign: boolean;
};

export type TeamView = { id: string; key: string; name: string; members: TeamMemberView[] };

/** Somebody who joined a team while deployments were under way that it signs. Times are ISO. */
export type LateMember = {
  teamId: string;
  personId: string;
  joinedAt: string;
  /** Null: the system. */
  addedBy: string | null;
  /** Confirmed by somebody who is an admin only since after those were made. */
  confirmed: { by: string; since: string } | null;
  /** How many they may not sign. */
  deployments: number;
  /** How many of them they could, if the admin who looks confirmed it. */
  helped: number;
  /** Why the admin who looks cannot confirm it. */
  blocker: Reason | null;
};

type Ref = { id: string; name: string };

/** That somebody signs for a team in a member's name; `until` is ISO. */
export type DelegationView = { id: string; from: Ref; to: Ref; team: Ref; until: string };

/** What somebody sees of their absences: what holds, and to whom each of their teams could be delegated. */
export type DelegationChoices = {
  personId: string;
  delegations: DelegationView[];
  teams: Ref[];
  people: Delegate[];
};

/** What the pages of people show: everybody, the teams, and what roles can be given for. */
export type PeopleView = {
  late: LateMember[];
  people: PersonView[];
  teams: TeamView[];
  projects: { id: string; name: string }[];
};

export const personEventKinds = [
  "person.created",
  "person.edited",
  "person.disabled",
  "person.enabled",
  "person.forgotten",
  "person.password_reset",
  "person.password_changed",
  "person.role_granted",
  "person.role_revoked",
  "person.team_joined",
  "person.team_left",
  "person.team_confirmed",
  "person.delegated",
  "person.delegation_ended",
  "person.identity_linked",
  "person.identity_unlinked",
] as const;
export type PersonEventKind = (typeof personEventKinds)[number];

/** One line of what was done to a person's account. `by` null: the system (start, command line). */
export type PersonChange = {
  number: number;
  at: string;
  kind: PersonEventKind;
  by: string | null;
  role: Role | null;
  /** Null beside a role: for all projects. */
  project: string | null;
  team: string | null;
  /** To whom something was delegated. */
  to: string | null;
  name: string | null;
  email: string | null;
};
