import type { Signature } from "@/lib/deployment/sign-off-state";
import { signOffList, signOffStatus } from "@/lib/deployment/standing";
import type { Facts } from "@/lib/dossier/pdf/facts";
import type { Sheet } from "@/lib/dossier/pdf/sheet";

/** First page: what it is, how it ended, and who answers for it. */
export function writeCover(sheet: Sheet, facts: Facts): void {
  const { state, predicate, t, texts, nameOf, when } = facts;
  sheet.text(t("record"), { size: "small", muted: true });
  sheet.text(state.title, { size: "title", strong: true });
  sheet.space(0.8);
  const { template } = state;
  const outcome = state.outcome
    ? texts.outcome(state.outcome)
    : t(`status.${predicate.deployment.status}`);
  const times = [
    ["created", state.createdAt],
    ["started", state.startedAt],
    ["live", state.wentLiveAt],
    ["closed", state.closedAt],
  ] as const;
  const pairs: [string, string][] = [
    [t("project"), state.project.name],
    [t("version"), state.version],
    [t("environment"), state.environment.name],
    ...(state.artifact ? [[t("artifact"), state.artifact] satisfies [string, string]] : []),
    [
      t("outcome"),
      state.cancelled ? t("cancelledBecause", { reason: state.cancelled.reason }) : outcome,
    ],
    ...(state.closing?.notes ? [[t("notes"), state.closing.notes] satisfies [string, string]] : []),
    [t("deployers"), state.deployerIds.map(nameOf).join(", ")],
    ...times.flatMap(([name, at]): [string, string][] =>
      at ? [[t(`time.${name}`), when(at)]] : [],
    ),
    [t("template"), t("templateVersion", { name: template.name, number: template.number })],
    [t("deployment"), state.id],
    [t("made"), when(predicate.madeAt)],
    [t("events"), String(predicate.events.length)],
    [t("stateHash"), predicate.stateHash],
    [t("logHead"), predicate.logHead],
    [t("key"), facts.keyId],
  ];
  for (const [name, value] of pairs)
    sheet.row([
      { width: 3, text: name, muted: true },
      { width: 11, text: value },
    ]);
  sheet.space(0.6);
  sheet.text(t("check"), { size: "small", muted: true });
  writeSignatures(sheet, facts);
}

function writeSignatures(sheet: Sheet, facts: Facts): void {
  const { state, t, when, names } = facts;
  sheet.heading(t("signatures"));
  const signOffs = signOffList(state);
  if (signOffs.length === 0) sheet.text(t("noSignatures"), { muted: true });
  if (signOffs.length === 0) return;
  sheet.row(
    [
      { width: 5, text: t("signOff") },
      { width: 4, text: t("person") },
      { width: 5, text: t("when") },
      { width: 4, text: t("answer") },
    ],
    { size: "small", muted: true },
  );
  for (const signOff of signOffs) {
    const status = signOffStatus(state, signOff.key);
    const answers = answersTo(state.signatures, signOff.key);
    const last = answers.at(-1);
    const given = last && !last.withdrawnAt ? last : null;
    sheet.row([
      { width: 5, text: names.signOffLabel(signOff.key), strong: true },
      { width: 4, text: given ? whoSigned(given, facts) : "–" },
      { width: 5, text: given ? when(given.at) : "–" },
      { width: 4, text: t(`statusOf.${status}`) },
    ]);
    if (status === "refused" && given && !state.closedAt && !state.cancelled) {
      const next = t("refusedNext", { name: whoSigned(given, facts), reason: given.reason ?? "" });
      sheet.text(next, { size: "small", indent: 12 });
    }
  }
}

/** A delegate with the member in whose name they answered. */
const whoSigned = ({ personId, onBehalfOf }: Signature, { t, nameOf }: Facts): string =>
  onBehalfOf
    ? t("onBehalfOf", { name: nameOf(personId), away: nameOf(onBehalfOf.personId) })
    : nameOf(personId);

const answersTo = (signatures: Readonly<Record<string, Signature>>, key: string): Signature[] =>
  Object.values(signatures)
    .filter(({ signOffKey }) => signOffKey === key)
    .sort((a, b) => a.number - b.number);

/** Every answer that was ever given, with its exact words, the later ones below those that they replace. */
export function writeStatements(sheet: Sheet, facts: Facts): void {
  const { state, t, when, names } = facts;
  if (Object.keys(state.signatures).length === 0) return;
  sheet.heading(t("statements"));
  for (const signOff of signOffList(state)) {
    const answers = answersTo(state.signatures, signOff.key);
    for (const [index, one] of answers.entries()) {
      const label = names.signOffLabel(signOff.key);
      sheet.subheading(
        t("statementOf", { label, name: whoSigned(one, facts), when: when(one.at) }),
      );
      sheet.text(one.answer === "refused" ? (one.reason ?? "") : one.statement, { indent: 12 });
      const covered = t("stateCovered", { hash: one.stateHash, number: one.number });
      const small = { size: "small", muted: true, indent: 12 } as const;
      const answer = [answerOf(one, facts), endOf(one, answers[index + 1], facts)].filter(Boolean);
      sheet.text(`${answer.join(", ")} · ${covered}`, small);
      const withdrawn = withdrawalOf(one, facts);
      if (withdrawn) sheet.text(withdrawn, { indent: 12, muted: true });
      const proof = proofOf(facts, one);
      if (proof) sheet.text(proof, small);
    }
  }
}

/** What was answered, and what became of it by itself; the answer of a sign-off that waits again is still named. */
function answerOf(one: Signature, { t }: Facts): string {
  if (one.answer === "refused") return t("statusOf.refused");
  if (one.expiredAt) return t("statusOf.expired");
  return t(one.suspendedAt ? "statusOf.suspended" : "signed");
}

/** Whether it holds still, or what took its place; "" where that is said already. */
function endOf(one: Signature, next: Signature | undefined, { t }: Facts): string {
  if (one.withdrawnAt) return t("endOf.withdrawn");
  if (next) return t("endOf.replaced", { number: next.number });
  return one.answer === "refused" || one.expiredAt || one.suspendedAt ? "" : t("endOf.stands");
}

/** By whom and when an answer was taken back, and why: never in the type of the words that were signed. */
function withdrawalOf(one: Signature, { events, t, nameOf, when }: Facts): string | null {
  if (!one.withdrawnAt) return null;
  const by = events.find(
    (event) => event.kind === "sign_off.withdrawn" && event.subject.signature === one.id,
  )?.actor;
  const name = nameOf(by?.kind === "person" ? by.id : one.personId);
  const what = { when: when(one.withdrawnAt), name };
  return one.withdrawn
    ? t("withdrawnWhy", { ...what, reason: one.withdrawn })
    : t("withdrawnBy", what);
}

/** How the signer proved to be themselves; null where the log does not say. */
export function proofOf({ events, t, when }: Facts, signature: Signature): string | null {
  const event = events.find(({ number }) => number === signature.number);
  const proof = event?.kind === "sign_off.signed" ? event.after.authenticated : undefined;
  if (!proof) return null;
  if (proof.by === "password") return t("authenticated.password");
  return t("authenticated.oidc", { issuer: proof.issuer, when: when(proof.authTime) });
}
