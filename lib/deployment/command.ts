import type { z } from "zod";
import type { Checklist } from "@/lib/checklist/schema";
import { type Command, demand, demandStorable, parseInput } from "@/lib/command/command";
import type { RowChange } from "@/lib/command/rows";
import { type DecideContext, transact } from "@/lib/command/transact";
import { type Actor, actorRef, type Caller } from "@/lib/core/caller";
import type { Tx } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { may, type Permission } from "@/lib/core/permissions";
import { expiries, withConsequences } from "@/lib/deployment/consequences";
import type {
  DeploymentEvent,
  DeploymentEventKind,
  NewDeploymentEvent,
} from "@/lib/deployment/events";
import { expireTask } from "@/lib/deployment/expiry";
import { fold } from "@/lib/deployment/fold";
import { heldState, holdState } from "@/lib/deployment/held";
import { changedRows, type StateRows, stateColumns, stateFromRows } from "@/lib/deployment/rows";
import type { DeploymentState } from "@/lib/deployment/state";
import { type Plan, planOf } from "@/lib/deployment/units";
import { signHeadTask } from "@/lib/log/heads";
import { documentOf } from "@/lib/template/documents";

export type DeploymentContext<Input> = Pick<DecideContext, "tx"> & {
  actor: Actor;
  input: Input;
  now: Date;
  state: DeploymentState;
  document: Checklist;
  plan: Plan;
};

export type DeploymentDecision<Result> = {
  result: Result;
  events: readonly NewDeploymentEvent[];
  /** Rows beyond those that the state itself has. */
  rows?: readonly RowChange[];
};

type Spec<Input, Result> = {
  may: Permission;
  input: z.ZodType<Input>;
  /** `run` asks the database nothing: state, document and actor are all that it needs. */
  ahead?: boolean;
  run(
    context: DeploymentContext<Input>,
  ): DeploymentDecision<Result> | Promise<DeploymentDecision<Result>>;
};

/** After these the head of the log is signed. */
const signedKinds: ReadonlySet<string> = new Set<DeploymentEventKind>([
  ...(["sign_off.signed", "sign_off.refused", "sign_off.withdrawn"] as const),
  "deployment.closed",
]);

/** In the same transaction: the worker, which has the key, signs once it is committed. */
async function askForSignedHead(tx: Tx, streamId: string): Promise<void> {
  await tx.query(
    "select graphile_worker.add_job($1, json_build_object('streamId', $2::text), job_key := $1 || ':' || $2::text)",
    [signHeadTask, streamId],
  );
}

/** What is left to the worker once this is committed: heads to sign, and the ends of new signatures. */
async function askTheWorker(
  tx: Tx,
  before: DeploymentState,
  after: DeploymentState,
  events: readonly NewDeploymentEvent[],
): Promise<void> {
  if (events.some(({ kind }) => signedKinds.has(kind))) await askForSignedHead(tx, after.id);
  if (before.signatures === after.signatures) return;
  for (const { id, expiresAt } of Object.values(after.signatures)) {
    if (!expiresAt || Object.hasOwn(before.signatures, id)) continue;
    await tx.query(
      "select graphile_worker.add_job($1, json_build_object('deploymentId', $2::text), run_at := $3::timestamptz)",
      [expireTask, after.id, expiresAt],
    );
  }
}

/** Numbers, times and names events as appending them will, so that they can be applied first. */
export function dresser(id: string, last: number, actor: Actor, caller: Caller, now: Date) {
  let number = last;
  return (event: NewDeploymentEvent): DeploymentEvent => {
    number += 1;
    const { by, ...rest } = event;
    const ref = by === "rule" ? { kind: "system" as const, name: "rule" } : actorRef(actor);
    return {
      ...rest,
      v: 1,
      stream: { kind: "deployment", id },
      number,
      at: now.toISOString(),
      actor: ref,
      via: caller.via,
      prev: "",
    } as DeploymentEvent;
  };
}

/** The state under the lock: held from before, read with the lock, or read once more when somebody was faster. */
async function currentState(context: DecideContext, id: string): Promise<DeploymentState> {
  const { head, extra, fresh, tx } = context;
  const held = heldState(id);
  if (held && held.last === head.last) return held;
  let rows = fresh ? (extra.rows as StateRows | null) : null;
  if (!rows) {
    const [again] = await tx.query<{ rows: StateRows }>(
      `select ${stateColumns} from (select $2::text) unused`,
      [id, null, -1],
    );
    rows = again?.rows ?? null;
  }
  const state = rows && stateFromRows(rows, head.last);
  if (!state) throw new AppError("not_found", reason("no_such_deployment"));
  return state;
}

function demandHere(actor: Actor, permission: Permission, state: DeploymentState): void {
  if (actor.kind === "person" && !may(actor.grants, "deployment.view", state.project.id)) {
    throw new AppError("not_found", reason("no_such_deployment"));
  }
  demand(actor, permission, state.project.id);
}

/**
 * A command on a deployment: reads what the rules need under the lock, checks permission in its project,
 * runs, and adds what follows by rule (stages that open, signatures that are suspended, closing).
 */
export function deploymentCommand<Input extends { deploymentId: string }, Result>(
  spec: Spec<Input, Result>,
): Command<Result> {
  return async (caller, raw) => {
    const input = parseInput(spec.input, raw);
    demandStorable(input);
    const id = input.deploymentId;
    let decided: DeploymentState | undefined;
    return transact({
      caller,
      stream: { kind: "deployment", id },
      read: () => ({ columns: stateColumns, values: [heldState(id)?.last ?? -1] }),
      ahead: (head) => spec.ahead === true && heldState(id)?.last === head.last,
      committed: () => decided && holdState(decided),
      async decide(context) {
        const before = await currentState(context, id);
        const { actor, now, tx } = context;
        demandHere(actor, spec.may, before);
        const document = await documentOf(before.template.versionId, tx);
        const dress = dresser(id, before.last, actor, caller, now);
        const follow = (from: DeploymentState, events: readonly NewDeploymentEvent[]) =>
          withConsequences(document, from, events, dress, (first) => fold([first]));
        // Rules never see a signature that is over as standing, whether or not the worker came by.
        const over = follow(before, expiries(before, now));
        const { state } = over;
        const { events, result, rows } = await spec.run({
          ...{ tx, actor, input, now, state, document, plan: planOf(document, state) },
        });
        const after = follow(state, events);
        decided = after.state;
        const all = [...over.events, ...after.events];
        if (all.length === 0) return { result, events: [], rows: [] };
        await askTheWorker(tx, before, after.state, all);
        const changes = [...changedRows(document, before, after.state), ...(rows ?? [])];
        return { result, events: all, rows: changes };
      },
    });
  };
}
