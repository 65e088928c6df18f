/** Sign-offs, the answers to them and who was asked, as the log tells them. */

export type SignOffKind = "team" | "deployed_by" | "approved_by";

export type SignOffState = {
  key: string;
  kind: SignOffKind;
  /** As written in the document. */
  label: string;
  teamName: string | null;
  /** The installation's team that answers it; null: none was found, nobody may sign. */
  teamId: string | null;
  sectionKey: string | null;
  position: number;
};

/** The delegation under which somebody answered; `until` is ISO 8601. */
export type OnBehalfOf = { personId: string; delegation: string; until: string };

export type Signature = {
  id: string;
  signOffKey: string;
  personId: string;
  teamId: string | null;
  answer: "signed" | "refused";
  /** Of a refusal. */
  reason: string | null;
  /** The exact words that were signed, in the language they were read in. */
  statement: string;
  locale: string;
  stateHash: string;
  /** Number of the last event that the signer saw. */
  seen: number;
  /** Number of its event: what is newer is said by the log, not by clocks. */
  number: number;
  manifest: Record<string, unknown>;
  at: string;
  suspendedAt: string | null;
  withdrawnAt: string | null;
  withdrawn: string | null;
  /** When it is over, where the policy says how long signatures hold. */
  expiresAt: string | null;
  expiredAt: string | null;
  /** The member who was away, where a delegate gave it in their name. */
  onBehalfOf: OnBehalfOf | null;
};

/** Somebody was asked to sign (decision 0088). */
export type SignRequest = {
  id: string;
  signOffKey: string;
  /** Who was asked; null: the team. */
  personId: string | null;
  teamId: string | null;
  /** The newest words; may be empty. */
  message: string;
  /** Minutes between the worker's reminders; null: it sends none. */
  remindEvery: number | null;
  byId: string;
  at: string;
  /** Number of its event. */
  number: number;
  remindedAt: string | null;
  /** All of them, and those of the worker among them. */
  reminders: number;
  automatic: number;
  /** Who of those asked has opened the page since. */
  seen: { personId: string; at: string }[];
  withdrawnAt: string | null;
};
