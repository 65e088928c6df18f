import type { TestProject } from "vitest/node";
import { startTestServer, type TestServer } from "@/lib/testing/postgres";

declare module "vitest" {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Before all tests of the project `db`: one Postgres for them all, stopped and removed at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, ...server } = await startTestServer();
  project.provide("testServer", server);
  return stop;
}
