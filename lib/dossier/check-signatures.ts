import type { Checklist } from "@/lib/checklist/schema";
import { coveredHash } from "@/lib/deployment/consequences";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { overdue } from "@/lib/deployment/expiry";
import { applyEvent, fold } from "@/lib/deployment/fold";
import { settledTooMuch } from "@/lib/deployment/policy";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import { currentSignature, finalSignOffs, stands } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { type CoveredTexts, coveredBy } from "@/lib/dossier/covered-texts";
import { demandSame, Unsound } from "@/lib/dossier/fault";
import { eventsOf, type Predicate } from "@/lib/dossier/schema";
import { canonical, sha256 } from "@/lib/log/event";
import { unitsCovered } from "@/lib/sign-off/above";
import { notFresh } from "@/lib/sign-off/authenticated";
import { answeredBy, isAfter } from "@/lib/sign-off/capacity";
import { manifestOf } from "@/lib/sign-off/manifest";
import { lateFault } from "@/lib/sign-off/membership";

/**
 * Folds the log and asks at every number what the product asked then: what each signature covered, whether its
 * signer could give it (four eyes), what was suspended, and how it ended. Returns the last state.
 */
export function checkSignatures(
  { events: read, covered }: Predicate,
  document: Checklist,
): DeploymentState {
  const [first, ...rest] = eventsOf(read);
  if (!first) throw new Unsound("first-event", "event 1", "deployment.created", "nothing");
  let state = fold([first]);
  const texts: CoveredTexts = [];
  for (const event of rest) {
    checkEvent(document, state, event, texts);
    state = applied(state, event);
  }
  checkTexts(covered, texts);
  return state;
}

/** What the record says each signature was given over. Whatever is missing, too many or changed is a fault. */
function checkTexts(covered: Predicate["covered"], now: CoveredTexts): void {
  if (covered === undefined) return; // an older dossier
  for (const [index, { event, signOff, text }] of now.entries()) {
    const where = `covered state of event ${event}`;
    const said = covered[index];
    demandSame("covered-text", where, `${event} ${signOff}`, `${said?.event} ${said?.signOff}`);
    demandSame("covered-text", where, text, said?.text ?? "none");
  }
  demandSame("covered-text", "covered states", String(now.length), String(covered.length));
}

function applied(state: DeploymentState, event: DeploymentEvent): DeploymentState {
  try {
    return applyEvent(state, event);
  } catch {
    throw new Unsound(
      "event-unreadable",
      `event ${event.number}`,
      "an event that follows",
      event.kind,
    );
  }
}

function checkEvent(
  document: Checklist,
  state: DeploymentState,
  event: DeploymentEvent,
  texts: CoveredTexts,
): void {
  checkExpiry(state, event);
  if (event.kind === "sign_off.signed") {
    texts.push(coveredBy(document, state, event));
    checkSigned(document, state, event, texts.at(-1)?.text ?? "");
  }
  if (event.kind === "sign_off.refused") checkRefused(document, state, event);
  if (event.kind === "sign_off.withdrawn") checkWithdrawn(state, event);
  if (event.kind === "deployment.closed") checkClosed(document, state, event);
  if (event.kind === "signature.suspended" || event.kind === "signature.restored") {
    const today = coveredHash(document, state, event.subject.signOff);
    demandSame("suspension", `event ${event.number}`, today, event.after.stateHash);
  }
}

/** Whose time is over is said before anything else happens, and of nobody else. */
function checkExpiry(state: DeploymentState, event: DeploymentEvent): void {
  const ends = event.kind === "signature.expired";
  // Asked before every event: mostly nothing was signed yet.
  if (!ends && Object.keys(state.signatures).length === 0) return;
  const where = `event ${event.number}`;
  const over = overdue(state, new Date(event.at));
  if (!ends) {
    const [first] = over;
    if (first) throw new Unsound("expiry", where, `the end of signature ${first.id}`, event.kind);
    return;
  }
  const one = over.find(({ id }) => id === event.subject.signature);
  if (!one) throw new Unsound("expiry", where, "a signature whose time is over", event.kind);
  demandSame("expiry", where, one.signOffKey, event.subject.signOff);
  demandSame("expiry", where, one.expiresAt ?? "", event.after.at);
}

function checkSigned(
  document: Checklist,
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.signed">,
  text: string,
): void {
  const where = `event ${event.number}`;
  const { personId, teamId, stateHash, seen, statement } = event.after;
  const signOff = state.signOffs[event.subject.signOff];
  if (!signOff)
    throw new Unsound(
      "event-unreadable",
      where,
      "a sign-off of this deployment",
      event.subject.signOff,
    );
  demandSame("covered-hash", where, sha256(text), stateHash);
  checkManifest(document, state, event);
  if (seen >= event.number)
    throw new Unsound("seen", where, `less than ${event.number}`, String(seen));
  const ends = statement.split("\n").at(-1) ?? "";
  if (!ends.includes(stateHash.slice(0, 12)))
    throw new Unsound("statement-words", where, `words that name ${stateHash.slice(0, 12)}`, ends);
  if (event.actor.kind !== "person" || event.actor.id !== personId)
    throw new Unsound("four-eyes", where, `signed by ${personId}`, JSON.stringify(event.actor));
  if (signOff.kind === "team")
    demandSame("four-eyes", where, signOff.teamId ?? "no team", teamId ?? "no team");
  const { membership, authenticated, onBehalfOf, accountSince } = event.after;
  if (authenticated && notFresh(authenticated, new Date(event.at)))
    throw new Unsound(
      "authentication",
      where,
      "a sign-in less than 5 minutes old",
      canonical(authenticated),
    );
  const heads = onBehalfOf ? [personId, onBehalfOf.personId] : [personId];
  const broken =
    fourEyes(document, state, signOff, heads) ??
    delegationFault(event, signOff) ??
    (membership ? lateFault(state, membership, heads) : null) ??
    (signOff.kind === "approved_by" && accountSince && isAfter(accountSince, state)
      ? "somebody with an account since before the deployment was made"
      : null);
  if (broken) throw new Unsound("four-eyes", where, broken, personId);
}

function checkRefused(
  document: Checklist,
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.refused">,
): void {
  const today = coveredHash(document, state, event.subject.signOff);
  demandSame("covered-hash", `event ${event.number}`, today, event.after.stateHash);
  checkManifest(document, state, event);
}

/** Nobody takes back what somebody else signed. */
function checkWithdrawn(
  { signatures }: DeploymentState,
  { number, actor, subject }: DeploymentEvent<"sign_off.withdrawn">,
): void {
  const by = signatures[subject.signature]?.personId ?? "nobody";
  const who = actor.kind === "person" ? actor.id : actor.name;
  if (who !== by)
    throw new Unsound("four-eyes", `event ${number}`, `withdrawn by its signer ${by}`, who);
}

/** The manifest is signed by its hash, and is what the log says of runs, waivers and overrides at that moment. */
function checkManifest(
  document: Checklist,
  state: DeploymentState,
  event: DeploymentEvent<"sign_off.signed" | "sign_off.refused">,
): void {
  const { manifest, manifestHash } = event.after;
  if (state.coveredVersion === undefined && manifestHash === undefined) return; // an older log
  const where = `manifest of event ${event.number}`;
  demandSame("manifest", where, sha256(canonical(manifest)), manifestHash ?? "none");
  const plan = planOf(document, state);
  const today = manifestOf(plan, state, event.subject.signOff, new Date(event.at));
  demandSame("manifest", where, canonical(today), canonical(manifest));
}

/** What rule 3 asks of this signer, in words, where it is not so. Grants and teams are not in the log. */
function fourEyes(
  document: Checklist,
  state: DeploymentState,
  signOff: SignOffState,
  heads: readonly string[],
): string | null {
  const [personId] = heads;
  if (signOff.kind === "deployed_by")
    return personId === state.deployedById ? null : `the deployer ${state.deployedById}`;
  if (heads.some((id) => state.deployerIds.includes(id))) return "somebody who never deployed this";
  const plan = planOf(document, state);
  const keys = unitsCovered(plan, state, signOff.key).flatMap((unit) => unit.itemKeys);
  if (heads.some((id) => settledTooMuch(plan, state, keys, id)))
    return "somebody who has not settled more of a section than the policy lets a signer settle";
  if (signOff.kind !== "team") return null;
  const unit = plan.units.find(({ signOffKeys }) => signOffKeys.includes(signOff.key));
  const group = unit?.signOffKeys ?? [];
  const before = group.slice(0, group.indexOf(signOff.key)).find((key) => !stands(state, key));
  if (before && state.policy?.inOrder) return `a signature after that of ${before}`;
  const other = answeredBy(state, group, signOff.key, heads);
  return other ? `somebody who has not signed ${other} in the same group` : null;
}

/** A delegate signs for a team, for somebody else, while the delegation lasts. */
function delegationFault(
  { at, after: { personId, onBehalfOf } }: DeploymentEvent<"sign_off.signed">,
  { kind }: SignOffState,
): string | null {
  if (!onBehalfOf) return null;
  if (kind !== "team") return "a final signature in nobody else's name";
  if (onBehalfOf.personId === personId) return "a delegation by somebody else";
  return Date.parse(at) < Date.parse(onBehalfOf.until)
    ? null
    : `a delegation that lasted beyond ${at}`;
}

function checkClosed(
  document: Checklist,
  state: DeploymentState,
  event: DeploymentEvent<"deployment.closed">,
): void {
  const where = `event ${event.number}`;
  const finals = finalSignOffs(state);
  const open = finals.find((signOff) => !stands(state, signOff.key));
  if (open) throw new Unsound("outcome", where, `the signature of ${open.key}`, "none that stands");
  for (const { key } of Object.values(state.signOffs).filter((one) => stands(state, one.key))) {
    const stood = currentSignature(state, key)?.stateHash ?? "";
    demandSame("suspension", where, coveredHash(document, state, key), stood);
  }
  if (finals.length > 0)
    demandSame("outcome", where, state.closing?.outcome ?? "none", event.after.outcome);
}
