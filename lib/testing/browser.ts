import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "@playwright/test";

const SYSTEM = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** For a test browser: no sandbox (root in a container), and nothing that talks to anybody by itself. */
export const LAUNCH_ARGS = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** A browser on this machine: Playwright's own, else an installed Chromium or Chrome. */
export function findBrowser(): string | undefined {
  return [chromium.executablePath(), ...SYSTEM].find((path) => path !== "" && existsSync(path));
}

/** A browser, installed if there is none: Playwright's download first, then Debian's package as root. */
export function requireBrowser(say: (line: string) => void): string {
  const present = findBrowser();
  if (present) return present;
  say("No browser found: installing Playwright's Chromium");
  const cli = createRequire(import.meta.url).resolve("@playwright/test/cli");
  attempt(
    process.execPath,
    [cli, "install", "chromium"],
    { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" },
    say,
  );
  const downloaded = findBrowser();
  if (downloaded && starts(downloaded)) return downloaded;
  say("That did not work here: installing the system's Chromium with apt-get");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  attempt("apt-get", ["update", "-q"], env, say);
  attempt(
    "apt-get",
    ["install", "-qy", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
    env,
    say,
  );
  const packaged = SYSTEM.find((path) => existsSync(path));
  if (packaged) return packaged;
  throw new Error(
    "The browser tests need Chromium, and it could not be installed. Install it with your system's packages, or run: npx playwright install --with-deps chromium",
  );
}

/** A downloaded browser may lack the system's libraries. */
function starts(path: string): boolean {
  try {
    execFileSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function attempt(
  command: string,
  args: string[],
  env: Record<string, string>,
  say: (line: string) => void,
): void {
  const result = spawnSync(command, args, {
    env: { ...process.env, ...env },
    encoding: "utf8",
    timeout: 300_000,
  });
  if (result.status === 0) return;
  const lines = `${result.stderr}`.trim().split("\n");
  const why =
    result.error?.message ?? lines.find((line) => /error|fail/i.test(line)) ?? lines.at(-1);
  say(`  ${command} ${args.at(0)} failed: ${why}`);
}
