import { expect } from "vitest";
import type { ProbeState } from "@/lib/deployment/probe-state";
import { readState } from "@/lib/deployment/queries";
import { isWaiting, lastAsked } from "@/lib/deployment/requests";
import { currentSignature, signOffStatus } from "@/lib/deployment/standing";
import type { DeploymentState } from "@/lib/deployment/state";
import { foldedState } from "@/lib/testing/deployments";
import { waits } from "@/lib/testing/model/ask-steps";
import { isOpen, type Model, signOffsOf, stands } from "@/lib/testing/model/model";
import { type Name, names } from "@/lib/testing/model/people";
import type { Real } from "@/lib/testing/model/real";

/** Asserts that the real deployment is what the model says; where something was written, that log and rows agree, too. */
export async function expectSame(model: Model, real: Real, wrote = true): Promise<void> {
  const state = wrote ? await wholeState(real.id) : await readState(real.id);
  expect(told(state, real)).toEqual(asModelled(model));
}

/** Log, rows and what this process holds are one; the log is numbered without gaps and chained. */
async function wholeState(id: string): Promise<DeploymentState> {
  const { folded, stored, held, fault } = await foldedState(id);
  expect(fault).toBeNull();
  expect(stored).toEqual(folded);
  expect(held).toEqual(folded);
  return folded;
}

function asModelled(model: Model) {
  const status = (signOff: string) => {
    const answer = model.answers[signOff];
    if (!answer) return "waiting";
    const by = `by ${answer.person}${answer.inNameOf ? ` for ${answer.inNameOf}` : ""}`;
    if (!answer.signed) return `refused ${by}`;
    if (answer.expired) return `expired ${by}`;
    return `${stands(model, signOff) ? "standing" : "suspended"} ${by}`;
  };
  const { title, version, environment, deployer, deployers, live, closed, closing } = model;
  const { cancelled, issues, notes, outline } = model;
  return {
    ...{ title, version, environment, deployer, deployers, live, closed, closing, cancelled },
    ...{ issues, notes },
    items: Object.fromEntries(
      Object.entries(model.items).map(([id, { required: _, against, ...item }]) => [
        id,
        { ...item, against: against.toSorted() },
      ]),
    ),
    probes: Object.fromEntries(
      Object.entries(model.probes).map(([name, { every: _, ...probe }]) => [name, probe]),
    ),
    open: outline.units
      .filter((unit) => unit.kind !== "other" && isOpen(model, unit))
      .map(({ id }) => `${id}${model.glass[id] ? ` by ${model.glass[id].by}` : ""}`),
    signOffs: Object.fromEntries(signOffsOf(model).map((one) => [one, status(one)])),
    asked: model.asked.map((one) => {
      const { before: _, seen, ...rest } = one;
      return { ...rest, seen: seen.toSorted(), waits: waits(model, one) };
    }),
  };
}

function told(state: DeploymentState, real: Real): ReturnType<typeof asModelled> {
  const named = (ids: Record<string, string>) => {
    const back = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
    return (id: string) => back.get(id) ?? `an unknown ${id}`;
  };
  const person = (id: string): Name =>
    names.find((name) => real.people[name].id === id) ?? (`an unknown ${id}` as Name);
  const [itemName, probeName] = [named(real.items), named(real.probes)];
  const signOffName = named(real.signOffs);
  const status = (key: string) => {
    const answer = currentSignature(state, key);
    if (!answer) return "waiting";
    const away = answer.onBehalfOf ? ` for ${person(answer.onBehalfOf.personId)}` : "";
    return `${signOffStatus(state, key)} by ${person(answer.personId)}${away}`;
  };
  const { title, version, closing } = state;
  return {
    ...{ title, version, closing, environment: state.environment.name },
    ...{ deployer: person(state.deployedById), deployers: state.deployerIds.map(person) },
    ...{ live: state.wentLiveAt !== null, closed: state.closedAt === null ? null : state.outcome },
    ...{ cancelled: state.cancelled !== null, notes: Object.keys(state.notes).length },
    issues: state.issues.map(({ what, endedAt }) => ({ what, ended: endedAt !== null })),
    items: Object.fromEntries(
      Object.values(state.items).map((item) => [
        itemName(item.key),
        {
          ...{
            state: item.state,
            reason: item.reason,
            by: item.byId === null ? null : person(item.byId),
          },
          ...{ cause: item.cause, version: item.version, early: item.early, label: item.label },
          command: item.command ?? item.added?.command ?? null,
          against: (item.override?.probes ?? []).map(({ probeId }) => probeName(probeId)).sort(),
        },
      ]),
    ),
    probes: Object.fromEntries(
      Object.values(state.probes).map((probe) => [
        probeName(probe.id),
        {
          item: itemName(probe.itemKey),
          verdict: probe.latest?.counts ? probe.latest.verdict : null,
          at: probe.latest?.counts ? Date.parse(probe.latest.finishedAt) : null,
          recent: lastRun(probe),
          running: probe.running !== null,
          removed: probe.removedAt !== null,
        },
      ]),
    ),
    open: Object.entries(real.units).flatMap(([name, key]) => {
      const opened = state.opened[key];
      if (!opened) return [];
      return `${name}${opened.early ? ` by ${person(opened.early.byId)}` : ""}`;
    }),
    signOffs: Object.fromEntries(
      Object.entries(real.signOffs).map(([name, key]) => [name, status(key)]),
    ),
    asked: Object.values(state.requests ?? {})
      .sort((a, b) => a.number - b.number)
      .map((one) => ({
        signOff: signOffName(one.signOffKey),
        whom: one.personId === null ? "team" : person(one.personId),
        seen: one.seen.map(({ personId }) => person(personId)).sort(),
        ...{ withdrawn: one.withdrawnAt !== null, waits: isWaiting(state, one) },
        ...{ askedAt: Date.parse(lastAsked(one)), every: one.remindEvery },
        ...{ reminders: one.reminders, automatic: one.automatic },
      })),
  };
}

function lastRun({ recent: [last] }: ProbeState) {
  return last ? { verdict: last.verdict, at: Date.parse(last.finishedAt) } : null;
}
