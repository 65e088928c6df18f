import { generateKeyPairSync } from "node:crypto";
import { expect } from "vitest";
import { z } from "zod";
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
type Answer = {
  id: string;
  personId: string;
  /** The signer, and the member who is away. */
  heads: string[];
  signed: Signed | null;
  suspended: boolean;
  expired: boolean;
};
type Answers = Map<string, Answer>;

/**
 * Asserts what a record promises, at every commit of its log:
 * no signature stands over a state that its signer did not see, none is suspended without need; no sign-off has two
 * answers that stand; one person, themselves or by a delegate, has one part in a group; no deployer has a team's signature
 * or the approval; a delegate signs for a member of the team who named them and had not come back; none stands when its
 * time is over; numbers have no gap; and whoever checks the record offline finds it sound.
 */
export async function expectSignaturesHold(id: string): Promise<void> {
  await expectWhole(id);
  const commits = await commitsOf(id);
  const all = commits.flat();
  expect(all.map(({ number }) => number)).toEqual(all.map((_, at) => at + 1));
  const answers: Answers = new Map();
  const states: DeploymentState[] = [];
  for (const events of commits) {
    const last = states.at(-1);
    const wasOver = last ? (last.closedAt ?? last.cancelled) !== null : false;
    for (const event of events) {
      const before = states.at(-1);
      states.push(before ? applyEvent(before, event) : fold([event]));
      expectMayFollow(before, answers, event);
      note(answers, event);
      if (event.kind === "sign_off.signed") await expectDelegated(event);
    }
    await expectHolds(states, answers, { at: events.at(-1)?.at ?? "", wasOver });
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

const isStanding = (answer: Answer | undefined): boolean =>
  !!answer?.signed && !answer.suspended && !answer.expired;

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
  expect(isStanding(there), `event ${number} answers what is signed already`).toBe(false);
  expect(event.actor, `event ${number}`).toEqual({ kind: "person", id: event.after.personId });
}

function expectMayClose(before: DeploymentState, answers: Answers, number: number): void {
  for (const { key, kind } of Object.values(before.signOffs)) {
    if (kind === "team" && before.closing?.outcome !== "success") continue;
    expect(
      isStanding(answers.get(key)),
      `closed by event ${number}, and ${key} does not stand`,
    ).toBe(true);
  }
}

function note(answers: Answers, event: DeploymentEvent): void {
  if (event.kind === "sign_off.signed" || event.kind === "sign_off.refused") {
    const { personId, onBehalfOf } = event.after;
    const signed = event.kind === "sign_off.signed" ? event : null;
    const heads = onBehalfOf ? [personId, onBehalfOf.personId] : [personId];
    const answer = { id: event.subject.signature, personId, heads, signed };
    answers.set(event.subject.signOff, { ...answer, suspended: false, expired: false });
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
  if (event.kind === "signature.expired") {
    const answer = answers.get(event.subject.signOff);
    expect(answer?.id, `event ${event.number} ends an old answer`).toBe(event.subject.signature);
    expect(answer?.expired, `event ${event.number} ends it twice`).toBe(false);
    if (answer) answer.expired = true;
  }
}

/** When a signature is over, in milliseconds, by the policy as it is written. */
function endOf({ policy }: DeploymentState, { at, subject }: Signed): number {
  const { lastsMs: own } = policy?.signOffs[subject.signOff.replace(/#\d+$/, "")] ?? {};
  return Date.parse(at) + (own ?? policy?.lastsMs ?? Number.POSITIVE_INFINITY);
}

/** When a commit was made, and whether the deployment had ended before it. */
type Moment = { at: string; wasOver: boolean };

/** At a commit: `states` are those after each event so far. */
async function expectHolds(
  states: readonly DeploymentState[],
  answers: Answers,
  { at, wasOver }: Moment,
): Promise<void> {
  const state = states.at(-1);
  if (!state) return;
  const document = await documentOf(state.template.versionId);
  const where = `after event ${state.last}`;
  for (const [key, { signed, suspended, expired, personId, heads }] of answers) {
    const kind = state.signOffs[key]?.kind;
    if (!signed) continue;
    if (!wasOver) {
      const isPast = endOf(state, signed) <= Date.parse(at);
      expect(expired, `${key} ${where}: over or not as its time is`).toBe(isPast);
    }
    if (expired) continue;
    const { stateHash, seen, closing } = signed.after;
    const now = coveredHash(document, state, key);
    expect(suspended, `${key} ${where}: suspended or not as its state is`).toBe(now !== stateHash);
    const then = states[seen - 1];
    if (!then) throw new Error(`${key} was signed on event ${seen}, which is not there`);
    const shown = kind === "deployed_by" ? { ...then, closing } : then;
    expect(coveredHash(document, shown, key), `${key}: what its signer saw`).toBe(stateHash);
    if (suspended) continue;
    if (kind === "deployed_by") expect(personId, where).toBe(state.deployedById);
    else for (const head of heads) expect(state.deployerIds, `${key} ${where}`).not.toContain(head);
  }
  for (const unit of planOf(document, state).units) {
    const people = unit.signOffKeys.flatMap((key) => answers.get(key)?.heads ?? []);
    expect(new Set(people).size, `one person, one team ${where}`).toBe(people.length);
  }
}

/** Whoever is signed for was in the team then, and had delegated it to the signer: by the log of that member. */
async function expectDelegated({ at, number, after, stream }: Signed): Promise<void> {
  const { personId, teamId, onBehalfOf } = after;
  if (!onBehalfOf) return;
  const rows = await query<{ body: string }>(
    `select body from "Event" where "streamId" = $1 and at <= $2 order by number`,
    [onBehalfOf.personId, at],
  );
  const events = rows.map(({ body }) => memberEvent.parse(JSON.parse(body)));
  const where = `event ${number} of ${stream.id}`;
  const inTeam = events.findLast(
    ({ kind, subject }) =>
      (kind === "person.team_joined" || kind === "person.team_left") && subject.team === teamId,
  );
  expect(inTeam?.kind, `${where}: in the team`).toBe("person.team_joined");
  const named = events.filter(({ subject }) => subject.delegation === onBehalfOf.delegation);
  expect(named, `${where}: delegated, and not ended`).toMatchObject([
    { kind: "person.delegated", subject: { to: personId, team: teamId } },
  ]);
  expect(Date.parse(named[0]?.after?.until ?? ""), where).toBeGreaterThan(Date.parse(at));
}

const memberEvent = z.object({
  kind: z.string(),
  subject: z.object({
    to: z.string().optional(),
    team: z.string().optional(),
    delegation: z.string().optional(),
  }),
  after: z.object({ until: z.string().optional() }).nullable().catch(null),
});

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
