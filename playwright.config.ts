import { defineConfig, devices } from "@playwright/test";
import { findBrowser, LAUNCH_ARGS } from "@/lib/testing/browser";

const executablePath = findBrowser();

/** `npm test` starts the product on a free port with a database of its own, and says where in E2E_URL. */
export default defineConfig({
  testDir: "e2e",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    ...devices["Desktop Chrome"],
    baseURL: process.env.E2E_URL ?? "http://127.0.0.1:3000",
    locale: "en-US",
    trace: "retain-on-failure",
    launchOptions: { args: LAUNCH_ARGS, ...(executablePath ? { executablePath } : {}) },
  },
});
