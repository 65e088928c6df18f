import { afterEach, expect, test } from "vitest";
import { nextRound } from "@/lib/probe/next-round";
import type { Round } from "@/lib/probe/schema";
import type { Stability } from "@/lib/probe/stability";
import { probe } from "@/lib/testing/probe";
import { localServers, serveHttp } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

const spec = {
  kind: "http",
  target: "{{BASE_URL}}/health",
  assert: ["status == 200"],
  for: "2 of 3, every 10s",
};
const asked: Stability = { rounds: 3, needed: 2, everyMs: 10_000 };
const at = new Date("2026-11-23T07:00:00.000Z");

const serving = () => keep(serveHttp((_request, response) => response.end("ok")));

const measuring = (rounds: Round[], values: Record<string, string>) =>
  nextRound({ rounds, dueAt: at, takenAt: at }, asked, () => probe(spec, { values }));

async function firstRound(values: Record<string, string>): Promise<Round[]> {
  const first = await measuring([], values);
  if (!("rounds" in first)) throw new Error("one of two is not the end");
  expect(first.rounds[0]?.verdict).toBe("pass");
  return first.rounds;
}

test("measurements of one target come to a pass, also beside a variable that it has not", async () => {
  const { url } = await serving();
  const rounds = await firstRound({ BASE_URL: url });
  const second = await measuring(rounds, { BASE_URL: url, OTHER: "new" });
  expect(second).toMatchObject({ result: { verdict: "pass", reason: { code: "held" } } });
});

test("a target that changed between two measurements ends the run, though both of them passed", async () => {
  const [old, other] = [await serving(), await serving()];
  const rounds = await firstRound({ BASE_URL: old.url });
  expect(await measuring(rounds, { BASE_URL: other.url })).toMatchObject({
    result: {
      verdict: "inconclusive",
      reason: { code: "target-changed" },
      assertions: [],
      rounds: [{ verdict: "pass" }, { verdict: "pass" }],
    },
  });
});

test("a variable that was taken away ends it too", async () => {
  const { url } = await serving();
  const rounds = await firstRound({ BASE_URL: url });
  expect(await measuring(rounds, {})).toMatchObject({
    result: { verdict: "inconclusive", reason: { code: "target-changed" } },
  });
});
