import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { httpSession } from "@/lib/testing/http-session";
import { startProduct } from "@/lib/testing/product";

const people = (folder: string): { email: string; password: string }[] =>
  JSON.parse(readFileSync(join(folder, "demo.json"), "utf8"));

async function canSignIn({ url, folder }: { url: string; folder: string }): Promise<boolean> {
  const [person] = people(folder);
  const visitor = httpSession(url);
  await visitor.signIn(person?.email ?? "", person?.password ?? "");
  return visitor.isSignedIn();
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
  });
}

const begun: { stop(): Promise<unknown> }[] = [];
test.afterEach(async () => {
  for (const product of begun.splice(0)) await product.stop(); // also after a failure
});

async function start(env: Record<string, string> = {}) {
  const product = await startProduct(env);
  begun.push(product);
  return product;
}

test("a killed start recovers at the next, with everything as it was", async () => {
  test.setTimeout(120_000);
  const COUNTERSIGN_DATA = mkdtempSync(join(tmpdir(), "countersign-e2e-"));
  const first = await start({ COUNTERSIGN_DATA });
  const known = people(COUNTERSIGN_DATA);
  first.started.child.kill("SIGKILL");
  await first.started.ended;
  await expect.poll(() => listens(first.port)).toBe(false); // the web process notices, and ends
  const second = await start({ COUNTERSIGN_DATA });
  expect(second.started.said()).not.toContain("Filling in");
  expect(people(COUNTERSIGN_DATA)).toEqual(known);
  expect(await canSignIn(second)).toBe(true);
  expect(await second.stop()).toBe(0);
});

test("a signal stops everything in order: code 0, no port left open, even with a request under way", async () => {
  test.setTimeout(120_000);
  const product = await start();
  const connection = JSON.parse(readFileSync(join(product.folder, "connection.json"), "utf8"));
  const postgresPort = Number(new URL(connection.DATABASE_URL).port);
  const idle = connect(product.port, "127.0.0.1"); // somebody who says nothing must not hold it up
  await new Promise((resolve) => idle.once("connect", resolve));
  expect(await product.stop()).toBe(0);
  idle.destroy();
  expect(await listens(product.port)).toBe(false);
  expect(await listens(postgresPort)).toBe(false);
  expect(existsSync(product.folder)).toBe(false);
});
