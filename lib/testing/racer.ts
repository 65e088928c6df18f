import { closeDatabase } from "@/lib/core/db";
import { AppError } from "@/lib/core/errors";
import { editHeader } from "@/lib/deployment/header-commands";
import { correctItem, settleItem } from "@/lib/deployment/item-commands";
import { readState } from "@/lib/deployment/queries";
import { refuse, sign, withdraw } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import type { Order, Told } from "@/lib/testing/racers";

/** One process among several that write to the same deployments: started by racers.ts, ends when its parent goes. */

const commands = { correctItem, editHeader, refuse, settleItem, sign, withdraw };

async function carryOut(order: Order): Promise<{ events: { kind: string }[] }> {
  if (order.what === "command") return commands[order.name](order.caller, order.input);
  const { caller, ...ask } = order;
  if (order.what === "read and sign") {
    const { statement, stateHash, seen } = await statementView(caller, ask);
    return sign(caller, { ...ask, statement, stateHash, seen });
  }
  const version = (await readState(order.deploymentId)).items[order.itemKey]?.version ?? 0;
  return settleItem(caller, { ...ask, version });
}

async function outcomeOf(order: Order): Promise<Told> {
  try {
    const { events } = await carryOut(order);
    return { ok: true, kinds: events.map(({ kind }) => kind) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ok: false, code: error.code, reason: error.reason.code };
  }
}

/** All at once, or (a person's clicks) one after the other. */
async function race(lanes: readonly (readonly Order[])[]): Promise<Told[][]> {
  return Promise.all(
    lanes.map(async (lane) => {
      const outcomes: Told[] = [];
      for (const order of lane) outcomes.push(await outcomeOf(order));
      return outcomes;
    }),
  );
}

process.on("message", (lanes) => {
  // Our own parent sent it: lib/testing/racers.ts.
  race(lanes as Order[][]).then(
    (outcomes) => process.send?.({ outcomes }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once("disconnect", () => closeDatabase().finally(() => process.exit()));
process.send?.("ready");
