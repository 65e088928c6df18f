import { generateKeyPairSync } from "node:crypto";
import { expect } from "vitest";
import { query } from "@/lib/core/db";
import { coveredHash } from "@/lib/deployment/consequences";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { applyEvent, fold } from "@/lib/deployment/fold";
import type { DeploymentState } from "@/lib/deployment/state";
import { planOf } from "@/lib/deployment/units";
import { dossierOf } from "@/lib/dossier/make";
import { readRecord } from "@/lib/dossier/read-record";
import { openDossier, verifyDossier } from "@/lib/dossier/verify";
import { checkLogs } from "@/lib/log/check-logs";
import { keepPublicKey, signStreamHead } from "@/lib/log/heads";
import { readLogKey } from "@/lib/log/key";
import { documentOf } from "@/lib/template/documents";
import { expectWhole } from "@/lib/testing/expect-whole";

type Signed = DeploymentEvent<"sign_off.signed">;
/** The answer to a sign-off as the events tell it, kept without the product's own `standing`. */
type Answer = { id: string; personId: string; signed: Signed | null; suspended: boolean };
type Answers = Map<string, Answer>;

/**
 * Asserts what a record promises, at every commit of its log:
 * no signature stands over a state that its signer did not see, none is suspended without need; no sign-off has two
 * answers that stand; one person has one team in a group; no deployer has a team's signature or the approval;
 * numbers have no gap; and whoever checks the record offline finds it sound.
 */
export async function expectSignaturesHold(id: string): Promise<void> {
  await expectWhole(id);
  const commits = await commitsOf(id);
  const all = commits.flat();
  expect(all.map(({ number }) => number)).toEqual(all.map((_, at) => at + 1));
  const answers: Answers = new Map();
  const states: DeploymentState[] = [];
  for (const events of commits) {
    for (const event of events) {
      const before = states.at(-1);
      states.push(before ? applyEvent(before, event) : fold([event]));
      expectMayFollow(before, answers, event);
      note(answers, event);
    }
    await expectHolds(states, answers);
  }
  await expectSound(id);
}

/** The log, an array for each transaction that wrote to it. */
async function commitsOf(id: string): Promise<DeploymentEvent[][]> {
  const rows = await query<{ body: string; commit: string }>(
    `select body, xmin::text as commit from "Event" where "streamId" = $1 order by number`,
    [id],
  );
  const commits: { commit: string; events: DeploymentEvent[] }[] = [];
  for (const { body, commit } of rows) {
    if (commits.at(-1)?.commit !== commit) commits.push({ commit, events: [] });
    commits.at(-1)?.events.push(JSON.parse(body) as DeploymentEvent);
  }
  return commits.map(({ events }) => events);
}

const ofSigning = new Set(["sign_off.signed", "sign_off.refused", "sign_off.withdrawn"]);

function expectMayFollow(
  before: DeploymentState | undefined,
  answers: Answers,
  event: DeploymentEvent,
): void {
  const { number, kind } = event;
  if (kind === "deployment.closed" || kind === "deployment.cancelled" || ofSigning.has(kind)) {
    expect(before?.closedAt, `event ${number} after the end`).toBeNull();
    expect(before?.cancelled, `event ${number} after the end`).toBeNull();
  }
  if (kind === "deployment.closed" && before) expectMayClose(before, answers, number);
  if (kind !== "sign_off.signed" && kind !== "sign_off.refused") return;
  const there = answers.get(event.subject.signOff);
  const stood = there?.signed && !there.suspended;
  expect(stood ?? false, `event ${number} answers what is signed already`).toBe(false);
  expect(event.actor, `event ${number}`).toEqual({ kind: "person", id: event.after.personId });
}

function expectMayClose(before: DeploymentState, answers: Answers, number: number): void {
  for (const { key, kind } of Object.values(before.signOffs)) {
    if (kind === "team" && before.closing?.outcome !== "success") continue;
    const answer = answers.get(key);
    const stands = answer?.signed && !answer.suspended;
    expect(stands ?? false, `closed by event ${number}, and ${key} does not stand`).toBe(true);
  }
}

function note(answers: Answers, event: DeploymentEvent): void {
  if (event.kind === "sign_off.signed" || event.kind === "sign_off.refused") {
    const { personId } = event.after;
    const signed = event.kind === "sign_off.signed" ? event : null;
    const answer = { id: event.subject.signature, personId, signed, suspended: false };
    answers.set(event.subject.signOff, answer);
  }
  if (event.kind === "sign_off.withdrawn") {
    expect(answers.get(event.subject.signOff)?.id).toBe(event.subject.signature);
    expect(event.actor).toEqual({
      kind: "person",
      id: answers.get(event.subject.signOff)?.personId,
    });
    answers.delete(event.subject.signOff);
  }
  if (event.kind === "signature.suspended" || event.kind === "signature.restored") {
    const answer = answers.get(event.subject.signOff);
    expect(answer?.id, `event ${event.number} moves an old answer`).toBe(event.subject.signature);
    if (answer) answer.suspended = event.kind === "signature.suspended";
  }
}

/** At a commit: `states` are those after each event so far. */
async function expectHolds(states: readonly DeploymentState[], answers: Answers): Promise<void> {
  const state = states.at(-1);
  if (!state) return;
  const document = await documentOf(state.template.versionId);
  const where = `after event ${state.last}`;
  for (const [key, { signed, suspended, personId }] of answers) {
    const kind = state.signOffs[key]?.kind;
    if (!signed) continue;
    const { stateHash, seen, closing } = signed.after;
    const now = coveredHash(document, state, key);
    expect(suspended, `${key} ${where}: suspended or not as its state is`).toBe(now !== stateHash);
    const then = states[seen - 1];
    if (!then) throw new Error(`${key} was signed on event ${seen}, which is not there`);
    const shown = kind === "deployed_by" ? { ...then, closing } : then;
    expect(coveredHash(document, shown, key), `${key}: what its signer saw`).toBe(stateHash);
    if (suspended) continue;
    if (kind === "deployed_by") expect(personId, where).toBe(state.deployedById);
    else expect(state.deployerIds, `${key} ${where}`).not.toContain(personId);
  }
  for (const unit of planOf(document, state).units) {
    const people = unit.signOffKeys.flatMap((key) => answers.get(key)?.personId ?? []);
    expect(new Set(people).size, `one person, one team ${where}`).toBe(people.length);
  }
}

const key = readLogKey(
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
);

/** Against the database and, as a record, without it. */
async function expectSound(id: string): Promise<void> {
  await keepPublicKey(key);
  await signStreamHead(id, key, new Date());
  for await (const { fault } of checkLogs(id)) expect(fault).toBeNull();
  const record = dossierOf(await readRecord(id), key, new Date(), "test");
  const verified = verifyDossier(openDossier(JSON.stringify(record)), key.publicKey);
  expect(verified.sound ? null : verified.fault).toBeNull();
}
