import type { Grant } from "@/lib/core/permissions";

/** Where a call came from; kept in every event. */
export type Via = "browser" | "cli" | "job" | "api" | "demo";

/** Who calls, as the edge knows it: a claim that the database has yet to confirm. */
export type Caller = {
  actor: { kind: "person"; id: string; epoch: number } | { kind: "system"; name: string };
  via: Via;
};

/** Who acts, as events name it. */
export type ActorRef = { kind: "person"; id: string } | { kind: "system"; name: string };

/** That somebody is in a team. Times are ISO 8601; `addedBy` null: the system. */
export type Membership = {
  teamId: string;
  /** Null: before memberships were dated. */
  joinedAt: string | null;
  addedBy: { id: string; name: string } | null;
  /** By a second admin; `since`: when that one became an admin, or last got a password from somebody else. */
  confirmed: { at: string; since: string; by: { id: string; name: string } } | null;
};

/** That a member of a team is away and has named somebody who signs for it until then (ISO 8601). */
export type Delegated = {
  id: string;
  teamId: string;
  until: string;
  /** As they are now: whoever may not sign has nothing to delegate. */
  from: {
    id: string;
    name: string;
    disabled: boolean;
    resetAt: string | null;
    grants: Grant[];
    memberships: Membership[];
  };
};

/** Who acts, confirmed by the database in the same transaction. A system actor has no grants: it may what its command says. */
export type Actor =
  | {
      kind: "person";
      id: string;
      name: string;
      email: string;
      grants: Grant[];
      memberships: Membership[];
      /** To them, that hold now. */
      delegations: Delegated[];
      /** When somebody else last gave them a new password, ISO 8601; null: never. */
      resetAt: string | null;
      /** When their account was made, ISO 8601. */
      since: string;
    }
  | { kind: "system"; name: string };

export function actorRef(actor: Actor): ActorRef {
  return actor.kind === "person"
    ? { kind: "person", id: actor.id }
    : { kind: "system", name: actor.name };
}

export const system = (name: string, via: Via = "job"): Caller => ({
  actor: { kind: "system", name },
  via,
});
