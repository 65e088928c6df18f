import type { Outcome } from "@/lib/checklist/schema";
import type { Reason } from "@/lib/core/errors";
import type { AddedItem, ItemState, Override } from "@/lib/deployment/item-state";
import type { ProbeState, RunSummary } from "@/lib/deployment/probe-state";
import type { OnBehalfOf, Signature, SignOffState } from "@/lib/deployment/sign-off-state";
import type {
  DeploymentContact,
  DeploymentReference,
  DeploymentState,
  Header,
} from "@/lib/deployment/state";
import type { LogEvent, NewEvent } from "@/lib/log/event";

/** SHA-256 (hex) of the canonical manifest, which it is signed with. Absent: an older log. */
type ManifestHash = { manifestHash?: string };

/** Absent: in nobody's name but the signer's. */
type InTheName = { onBehalfOf?: OnBehalfOf };

/** What an event says of a signer who joined late. Ids of people; times ISO 8601. */
export type LateMembership = {
  joinedAt: string;
  /** Null: the system. */
  addedById: string | null;
  confirmedById: string;
  confirmedAt: string;
  /** Since when that admin was one, with a password that nobody else gave them. */
  confirmerSince: string;
};

type RequestOf = { request: string; signOff: string };

/** How a signer proved to be themselves. `authTime`: when they signed in at the provider, ISO 8601. */
export type Authenticated = { by: "password" } | { by: "oidc"; issuer: string; authTime: string };

type Change = Pick<ItemState, "state" | "reason" | "version">;

/** What each kind of event on a deployment carries: [subject, before, after]. */
type Kinds = {
  "deployment.created": [
    { deployment: string },
    null,
    Header & {
      project: DeploymentState["project"];
      template: DeploymentState["template"];
      coveredVersion?: 2;
      policy?: DeploymentState["policy"];
      differs?: DeploymentState["differs"];
      items: string[];
      signOffs: SignOffState[];
      probes: Pick<ProbeState, "id" | "itemKey" | "spec">[];
      contacts: DeploymentContact[];
      references: DeploymentReference[];
    },
  ];
  "deployment.header_changed": [Record<string, never>, Partial<Header>, Partial<Header>];
  "deployment.cancelled": [Record<string, never>, null, { reason: string }];
  "deployment.went_live": [Record<string, never>, null, null];
  "deployment.closed": [Record<string, never>, null, { outcome: Outcome; notes: string }];
  "stage.opened": [
    { unit: string },
    null,
    { early: { reason: string; blockers: Reason[] } | null },
  ];
  "item.changed": [
    { item: string },
    Change,
    Change & {
      cause: "person" | "probe";
      early: boolean;
      override: Override | null;
      runIds: string[];
    },
  ];
  "item.corrected": [
    { item: string },
    { label: string; command: string | null },
    { label: string | null; command: string | null; material: true },
  ];
  "item.added": [{ item: string }, null, AddedItem & { position: number; material: true }];
  "note.added": [{ note: string; item: string | null }, null, { text: string }];
  "probe.bound": [
    { probe: string; item: string },
    null,
    { spec: Record<string, unknown>; material: true },
  ];
  "probe.unbound": [{ probe: string; item: string }, { spec: Record<string, unknown> }, null];
  "probe.queued": [{ probe: string; item: string; run: string }, null, null];
  "probe.recorded": [
    { probe: string; item: string; run: string },
    { verdict: string | null },
    RunSummary & { evidenceHash: string },
  ];
  /** Ended before it had a verdict, by whoever acts. */
  "probe.cancelled": [
    { probe: string; item: string; run: string },
    { verdict: string | null },
    RunSummary & { evidenceHash: string },
  ];
  "sign_off.signed": [
    { signOff: string; signature: string },
    null,
    Pick<
      Signature,
      "personId" | "teamId" | "statement" | "locale" | "stateHash" | "seen" | "manifest"
    > &
      ManifestHash &
      InTheName & {
        closing: { outcome: Outcome; notes: string } | null;
        /** Of the delegator, where it was given in their name. Absent: in the team before the deployment was made, or an older log. */
        membership?: LateMembership;
        /** Absent: by password, in an older log. */
        authenticated?: Authenticated;
        /** Of a final approval: when the signer's account was made (ISO 8601). Absent: an older log. */
        accountSince?: string;
      },
  ];
  "sign_off.refused": [
    { signOff: string; signature: string },
    null,
    Pick<
      Signature,
      "personId" | "teamId" | "statement" | "locale" | "stateHash" | "seen" | "manifest"
    > &
      ManifestHash &
      InTheName & { reason: string },
  ];
  "sign_off.withdrawn": [{ signOff: string; signature: string }, null, { reason: string }];
  /** `personId` or `teamId`: who was asked. `remindEvery`: minutes, or null. */
  "sign_off.requested": [
    RequestOf,
    null,
    {
      personId: string | null;
      teamId: string | null;
      message: string;
      remindEvery: number | null;
    },
  ];
  /** By whoever asks again, or by the worker (`automatic`). An empty message leaves the one before. */
  "sign_off.reminded": [
    RequestOf,
    null,
    { personId: string | null; message: string; remindEvery: number | null; automatic: boolean },
  ];
  /** One of those asked has opened the page; once each. */
  "sign_off.request_seen": [RequestOf, null, { personId: string }];
  "sign_off.request_withdrawn": [RequestOf, { personId: string | null }, null];
  "signature.suspended": [
    { signOff: string; signature: string },
    { stateHash: string },
    { stateHash: string },
  ];
  "signature.restored": [{ signOff: string; signature: string }, null, { stateHash: string }];
  /** Its time is over: `at`, which the policy says, is not after the event's. */
  "signature.expired": [{ signOff: string; signature: string }, null, { at: string }];
  "contacts.changed": [Record<string, never>, DeploymentContact[], DeploymentContact[]];
  "references.changed": [Record<string, never>, DeploymentReference[], DeploymentReference[]];
  "issue.declared": [Record<string, never>, null, { what: string }];
  "issue.ended": [Record<string, never>, null, { note: string }];
  /** Somebody without an account may look at it, `until` (ISO 8601). For whom is in no log. */
  "share.created": [{ share: string }, null, { until: string }];
  "share.withdrawn": [{ share: string }, null, null];
  "template.kept": [{ templateVersion: string }, null, { number: number }];
};

export type DeploymentEventKind = keyof Kinds;

type Shape<Base, Kind extends DeploymentEventKind> = Omit<
  Base,
  "kind" | "subject" | "before" | "after"
> & {
  kind: Kind;
  subject: Kinds[Kind][0];
  before: Kinds[Kind][1];
  after: Kinds[Kind][2];
};

export type NewDeploymentEvent<Kind extends DeploymentEventKind = DeploymentEventKind> =
  Kind extends DeploymentEventKind ? Shape<NewEvent, Kind> : never;

export type DeploymentEvent<Kind extends DeploymentEventKind = DeploymentEventKind> =
  Kind extends DeploymentEventKind ? Shape<LogEvent, Kind> : never;
