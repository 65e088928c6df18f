import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { signOffStatus, stands } from "@/lib/deployment/standing";
import { statementView } from "@/lib/sign-off/queries";
import type { Closing } from "@/lib/sign-off/rules";
import {
  keyOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { type MadePerson, makePerson } from "@/lib/testing/fixtures";
import { type Order, type Told, useRacers } from "@/lib/testing/racers";
import { expectSignaturesHold } from "@/lib/testing/signatures-hold";
import { type Cast, makeCast, signedText, signOffKey, signs, success } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();
const { race } = useRacers();

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

/** A race is won and lost otherwise each time: each is run so often, on deployments of its own. */
const heats = 6;

const made: MadeDeployment[] = [];
async function fresh(): Promise<MadeDeployment> {
  const deployment = await makeDeployment({ text: signedText });
  made.push(deployment);
  return deployment;
}

afterEach(async () => {
  for (const { id } of made.splice(0)) await expectSignaturesHold(id);
});

type Lane = Order[];

/** Has read the statement already: what they sign is what they saw before the race. */
async function seen(
  { id }: MadeDeployment,
  key: string,
  { caller }: MadePerson,
  closing: Closing | null = null,
): Promise<Order> {
  const ask = { deploymentId: id, signOffKey: key, locale: "en" as const, closing };
  const { statement, stateHash, seen } = await statementView(caller, ask);
  const input = { ...ask, statement, stateHash, seen };
  return { what: "command", name: "sign", caller, input };
}

const reads = (
  { id: deploymentId }: MadeDeployment,
  signOffKey: string,
  { caller }: MadePerson,
  closing: Closing | null = null,
): Order => ({
  ...{ what: "read and sign", caller, deploymentId, signOffKey, locale: "en", closing },
});

const takesBack = ({ id }: MadeDeployment, signOffKey: string, { caller }: MadePerson): Order => ({
  ...{ what: "command", name: "withdraw", caller },
  input: { deploymentId: id, signOffKey, reason: "Found a fault" },
});

const sets = (
  { id: deploymentId, manager }: MadeDeployment,
  itemKey: string,
  to: ItemStateName,
): Order => ({
  ...{ what: "read and settle", caller: manager.caller, deploymentId, itemKey, to },
  reason: to === "done" || to === "todo" ? null : "For the race",
});

const renames = ({ id, manager }: MadeDeployment, version: string): Order => ({
  ...{ what: "command", name: "editHeader", caller: manager.caller },
  input: { deploymentId: id, version },
});

const codes = (told: readonly Told[]) => told.flatMap((one) => (one.ok ? [] : [one.reason])).sort();
/** Refusals for other reasons than these. */
const others = (told: readonly Told[], known: readonly string[]) =>
  codes(told).filter((code) => !known.includes(code));
const won = (told: readonly Told[]) => told.filter(({ ok }) => ok).length;

describe("fifty signers at once", () => {
  it("on one group: one signature a team, nobody for two teams, everybody else is told why", async () => {
    const earlier = await fresh();
    const { signOffs } = (await planNow(earlier.id)).state;
    const keys = [await signOffKey(earlier, "Development"), await signOffKey(earlier, "QA")];
    const teams = keys.map((key) => signOffs[key]?.teamId ?? "");
    const members = async (count: number, of: string[]) =>
      Promise.all(
        Array.from({ length: count }, () => makePerson({ roles: ["approver"], teams: of })),
      );
    const ours = await members(15, teams.slice(0, 1));
    const theirs = await members(15, teams.slice(1));
    const both = await members(10, teams);
    // They are members before what they sign was made.
    const deployment = await fresh();
    await settle(deployment, "Merged");
    const dev = await signOffKey(deployment, "Development");
    const qa = await signOffKey(deployment, "QA");
    // Each of the ten in both teams tries twice: fifty signatures.
    const orders = await Promise.all([
      ...[...ours, ...both].map((person) => seen(deployment, dev, person)),
      ...[...theirs, ...both].map((person) => seen(deployment, qa, person)),
    ]);
    expect(orders).toHaveLength(50);
    const told = (await race(orders.map((order) => [order]))).flat();
    expect(won(told)).toBe(2);
    expect(others(told, ["signed_already", "signs_for_one_team"])).toEqual([]);
    const { state } = await planNow(deployment.id);
    expect([stands(state, dev), stands(state, qa)]).toEqual([true, true]);
    expect(state.wentLiveAt).not.toBeNull();
  });

  it("while the version is changed under them: who saw the old one is refused", async () => {
    const deployment = await fresh();
    await settle(deployment, "Merged");
    const key = await signOffKey(deployment, "Development");
    const team = (await planNow(deployment.id)).state.signOffs[key]?.teamId ?? "";
    const signers = await Promise.all(
      Array.from({ length: 49 }, () => makePerson({ roles: ["approver"], teams: [team] })),
    );
    const orders = await Promise.all(signers.map((person) => seen(deployment, key, person)));
    const told = (
      await race([[renames(deployment, "2.0.0")], ...orders.map((one) => [one])])
    ).flat();
    // One may have been faster than the change: then its signature is suspended, and nobody's stands.
    expect(won(told)).toBeLessThanOrEqual(2);
    const { state } = await planNow(deployment.id);
    expect(state.version).toBe("2.0.0");
    expect(stands(state, key)).toBe(false);
  });
});

describe("ticks racing signatures", () => {
  it("leave no signature standing over a tick that its signer did not see", async () => {
    for (let heat = 0; heat < heats; heat += 1) {
      const deployment = await fresh();
      await settle(deployment, "Merged");
      const merged = await keyOf(deployment.id, "Merged");
      const dev = await signOffKey(deployment, "Development");
      const qa = await signOffKey(deployment, "QA");
      const ticks: Lane = ["todo", "done", "waived", "done", "blocked", "done"].map((to) =>
        sets(deployment, merged, to as ItemStateName),
      );
      const again = <One>(order: One): One[] => Array.from({ length: 6 }, () => order);
      const told = await race([
        ticks,
        again(reads(deployment, dev, cast.dev)),
        again(reads(deployment, qa, cast.qa)),
        ["1.0.1", "1.0.0", "1.0.2", "1.0.0"].map((version) => renames(deployment, version)),
        [reads(deployment, dev, cast.both), takesBack(deployment, dev, cast.both)],
        [reads(deployment, qa, cast.both), takesBack(deployment, qa, cast.both)],
      ]);
      const known = ["state_moved", "items_open_above", "signed_already", "signs_for_one_team"];
      const taken = ["nothing_to_withdraw", "not_your_signature", "item_changed"];
      expect(others(told.flat(), [...known, ...taken])).toEqual([]);
    }
  });

  it("a tick and a signature that cross: either the tick suspends it, or it was refused", async () => {
    for (let heat = 0; heat < heats; heat += 1) {
      const deployment = await fresh();
      await settle(deployment, "Merged");
      const key = await signOffKey(deployment, "QA");
      const signature = await seen(deployment, key, cast.qa);
      const untick = sets(deployment, await keyOf(deployment.id, "Merged"), "todo");
      const [signed, unticked] = await race([[signature], [untick]]);
      expect(unticked).toEqual([expect.objectContaining({ ok: true })]);
      const { state } = await planNow(deployment.id);
      expect(signOffStatus(state, key)).toBe(signed?.[0]?.ok ? "suspended" : "waiting");
    }
  });
});

/** Everything but the approval: one signature from being sealed. */
async function nearlySealed(): Promise<MadeDeployment> {
  const deployment = await fresh();
  await settle(deployment, "Merged");
  await signs(deployment, "Development", cast.dev);
  await signs(deployment, "QA", cast.qa);
  await settle(deployment, "Announce");
  await signs(deployment, "Deployed", deployment.manager, success);
  return deployment;
}

describe("a withdrawal racing the sealing", () => {
  const whose = [
    ["a team's", "Development", (_: MadeDeployment) => cast.dev],
    ["the deployer's", "Deployed", ({ manager }: MadeDeployment) => manager],
  ] as const;

  it.each(whose)("%s: sealed with it, or not sealed at all", async (_, label, signer) => {
    for (let heat = 0; heat < heats; heat += 1) {
      const deployment = await nearlySealed();
      const approval = await seen(deployment, await signOffKey(deployment, "Approved"), cast.boss);
      const key = await signOffKey(deployment, label);
      const withdrawal = takesBack(deployment, key, signer(deployment));
      const told = (
        await race(heat % 2 === 0 ? [[approval], [withdrawal]] : [[withdrawal], [approval]])
      ).flat();
      expect(won(told)).toBe(1);
      const { state } = await planNow(deployment.id);
      expect(state.closedAt !== null).toBe(stands(state, key));
    }
  });

  it("while an item is unticked and the approval is given again and again", async () => {
    for (let heat = 0; heat < heats; heat += 1) {
      const deployment = await nearlySealed();
      const approved = await signOffKey(deployment, "Approved");
      const dev = await signOffKey(deployment, "Development");
      const deployed = await signOffKey(deployment, "Deployed");
      const announce = await keyOf(deployment.id, "Announce");
      const told = await race([
        [sets(deployment, announce, "todo"), sets(deployment, announce, "done")],
        [takesBack(deployment, dev, cast.dev), reads(deployment, dev, cast.dev)],
        Array.from({ length: 5 }, () => reads(deployment, approved, cast.boss)),
        Array.from({ length: 5 }, () => reads(deployment, deployed, deployment.manager, success)),
      ]);
      const known = ["state_moved", "items_open_above", "sign_off_open_above", "signed_already"];
      const late = ["deployment_closed", "item_changed", "outcome_needed"];
      expect(others(told.flat(), [...known, ...late])).toEqual([]);
    }
  });
});

describe("two finals at once", () => {
  it("two approvals: one seals, the other is told that it is over", async () => {
    // Somebody with an account since after the deployment could approve nothing.
    const other = await makePerson({ roles: ["approver"] });
    for (let heat = 0; heat < heats; heat += 1) {
      const deployment = await nearlySealed();
      const key = await signOffKey(deployment, "Approved");
      const orders = await Promise.all(
        [cast.boss, other].map((person) => seen(deployment, key, person)),
      );
      const told = (await race(orders.map((order) => [order]))).flat();
      expect(won(told)).toBe(1);
      expect(codes(told)).toEqual(["deployment_closed"]);
    }
  });

  it("by one person as deployer and approver: never both", async () => {
    for (let heat = 0; heat < heats; heat += 1) {
      const wide = await makePerson({ roles: ["release_manager", "approver"] });
      const deployment = await makeDeployment({ text: signedText, manager: wide });
      made.push(deployment);
      const failed: Closing = { outcome: "failed", notes: "The migration broke" };
      const deployed = await signOffKey(deployment, "Deployed");
      const approved = await signOffKey(deployment, "Approved");
      const told = await race([
        [await seen(deployment, deployed, wide, failed)],
        Array.from({ length: 4 }, () => reads(deployment, approved, wide)),
      ]);
      expect(won(told[1] ?? [])).toBe(0);
      const { state } = await planNow(deployment.id);
      expect(state.closedAt).toBeNull();
    }
  });

  it("an approval while its approver is made the deployer: sealed by two, or not sealed", async () => {
    for (let heat = 0; heat < heats; heat += 1) {
      const deployment = await nearlySealed();
      const wide = await makePerson({ roles: ["release_manager", "approver"] });
      const key = await signOffKey(deployment, "Approved");
      const approval = await seen(deployment, key, wide);
      const named: Order = {
        ...{ what: "command", name: "editHeader", caller: deployment.manager.caller },
        input: { deploymentId: deployment.id, deployedById: wide.id },
      };
      const told = (await race([[approval], [named]])).flat();
      expect(won(told)).toBe(1);
      const { state } = await planNow(deployment.id);
      expect(state.closedAt === null).toBe(state.deployerIds.includes(wide.id));
    }
  });
});
