import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { signOffStatus } from "@/lib/deployment/standing";
import { withdraw } from "@/lib/sign-off/commands";
import { expireOverdue } from "@/lib/sign-off/expiry-commands";
import { statementView } from "@/lib/sign-off/queries";
import {
  logOf,
  type MadeDeployment,
  makeDeployment,
  planNow,
  settle,
} from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { verifiedAfter } from "@/lib/testing/forging";
import { refusal } from "@/lib/testing/refusal";
import {
  type Cast,
  makeCast,
  signedText,
  signing,
  signOffKey,
  signs,
  success,
} from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { verdictOf } from "@/lib/verdict/verdict";

useDatabase();

let cast: Cast;
beforeAll(async () => {
  cast = await makeCast();
});

const text = `---
policy:
  lasts: 8h
  sign-offs:
    QA: { lasts: 2d }
---
${signedText}`;

const made: MadeDeployment[] = [];
async function fresh(): Promise<MadeDeployment> {
  const deployment = await makeDeployment({ text });
  made.push(deployment);
  await settle(deployment, "Merged");
  await signs(deployment, "Development", cast.dev);
  return deployment;
}

afterEach(async () => {
  vi.useRealTimers();
  for (const { id } of made.splice(0)) {
    await expectWhole(id);
    expect(await verifiedAfter(id)).toMatchObject({ sound: true });
  }
});

/** Only the clock: the database and its connection go on as they are. */
function later(hours: number): void {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + hours * 3_600_000 });
}

const status = async (deployment: MadeDeployment, label: string) =>
  signOffStatus((await planNow(deployment.id)).state, await signOffKey(deployment, label));
const kinds = async ({ id }: MadeDeployment) => (await logOf(id)).map(({ kind }) => kind);

describe("a signature whose time is over", () => {
  it("stands no longer once the worker came by, holds the verdict and names who signs again", async () => {
    const deployment = await fresh();
    later(7.9);
    await expireOverdue();
    expect(await status(deployment, "Development")).toBe("standing");
    later(0.2);
    await expireOverdue();
    await expireOverdue();
    expect(await status(deployment, "Development")).toBe("expired");
    expect((await kinds(deployment)).filter((kind) => kind === "signature.expired")).toHaveLength(
      1,
    );
    const { plan, state } = await planNow(deployment.id);
    const verdict = verdictOf(plan, state);
    expect(verdict).toMatchObject({
      answer: "held",
      blockers: [{ code: "signature_expired", owner: { kind: "person", id: cast.dev.id } }],
    });
  });

  it("counts for nothing in a command that comes before the worker", async () => {
    const deployment = await fresh();
    await signs(deployment, "QA", cast.qa);
    await settle(deployment, "Announce");
    later(8.1);
    const closing = signs(deployment, "Deployed", deployment.manager, success);
    await expect(closing).rejects.toEqual(refusal("sign_off_open_above"));
    await settle(deployment, "Announce", "todo");
    expect(await status(deployment, "Development")).toBe("expired");
    expect(await status(deployment, "QA")).toBe("standing");
  });

  it("is given again by the same person or another of the team, and closes then", async () => {
    const deployment = await fresh();
    await signs(deployment, "QA", cast.qa);
    later(8.1);
    await signs(deployment, "Development", cast.dev);
    expect(await status(deployment, "Development")).toBe("standing");
    await settle(deployment, "Announce");
    await signs(deployment, "Deployed", deployment.manager, success);
    later(8.1);
    await signs(deployment, "Development", cast.both);
    await signs(deployment, "Deployed", deployment.manager, success);
    await signs(deployment, "Approved", cast.boss);
    expect((await planNow(deployment.id)).state.outcome).toBe("success");
    later(100);
    await expireOverdue();
    expect(await status(deployment, "Development")).toBe("standing");
  });

  it("comes back neither by the state that it was over nor by a withdrawal", async () => {
    const deployment = await fresh();
    later(8.1);
    await settle(deployment, "Merged", "todo");
    await settle(deployment, "Merged");
    expect(await status(deployment, "Development")).toBe("expired");
    const signOff = await signOffKey(deployment, "Development");
    await withdraw(cast.dev.caller, {
      deploymentId: deployment.id,
      signOffKey: signOff,
      reason: "Over",
    });
    expect(await status(deployment, "Development")).toBe("waiting");
  });

  it("is never closed upon, whichever of the approval and the worker comes first", async () => {
    const deployment = await fresh();
    await signs(deployment, "QA", cast.qa);
    await settle(deployment, "Announce");
    await signs(deployment, "Deployed", deployment.manager, success);
    const approve = await signing(deployment, "Approved", cast.boss);
    later(8.1);
    const [approved] = await Promise.allSettled([approve(), expireOverdue(), expireOverdue()]);
    expect(approved?.status).toBe("rejected");
    expect((await planNow(deployment.id)).state.closedAt).toBeNull();
    expect((await kinds(deployment)).filter((kind) => kind === "signature.expired")).toHaveLength(
      2,
    );
  });

  it("leaves a job for its end in the queue, in the commit that signs", async () => {
    const deployment = await fresh();
    const jobs = await query<{ runAt: Date }>(
      `select j.run_at as "runAt" from graphile_worker._private_jobs j
       where j.payload ->> 'deploymentId' = $1`,
      [deployment.id],
    );
    const { state } = await planNow(deployment.id);
    const [signature] = Object.values(state.signatures);
    expect(jobs.map(({ runAt }) => runAt.toISOString())).toEqual([signature?.expiresAt]);
  });
});

describe("the statement", () => {
  it.each([
    ["en", "It holds for 2 days; after that it has to be given again."],
    ["ko", "이 서명은 2일 동안 유효하며, 그 뒤에는 다시 서명해야 합니다."],
  ] as const)("says in %s how long the signature holds", async (locale, words) => {
    const deployment = await fresh();
    const { statement } = await statementView(cast.qa.caller, {
      ...{ deploymentId: deployment.id, signOffKey: await signOffKey(deployment, "QA"), locale },
    });
    expect(statement).toContain(words);
  });
});

describe("a record", () => {
  it("is not sound when a signature is over before its time, not said to be over, or closed upon", async () => {
    const deployment = await fresh();
    later(8.1);
    await signs(deployment, "QA", cast.qa);
    const at = (await kinds(deployment)).indexOf("signature.expired");
    const forged = (change: (events: { at: string }[]) => void) =>
      verifiedAfter(deployment.id, (copy) => change(copy.predicate.events));
    expect(
      await forged((events) => {
        for (const event of events.slice(at))
          event.at = new Date(Date.parse(event.at) - 3_600_000).toISOString();
      }),
    ).toMatchObject({ sound: false, fault: { code: "expiry", where: `event ${at + 1}` } });
    expect(
      await forged((events) => {
        events.splice(at, 1);
        for (const [index, event] of events.entries()) Object.assign(event, { number: index + 1 });
      }),
    ).toMatchObject({ sound: false, fault: { code: "expiry", where: `event ${at + 1}` } });
  });
});
