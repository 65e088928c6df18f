import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import type { Stage } from "@/bench/stage";
import { LAUNCH_ARGS, requireBrowser } from "@/lib/testing/browser";

export function launch(): Promise<Browser> {
  const executablePath = requireBrowser(console.error);
  return chromium.launch({ executablePath, args: LAUNCH_ARGS });
}

/** A browser without history or cache, signed in. */
export async function signedIn(browser: Browser, stage: Stage): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: "en",
    viewport: { width: 1440, height: 900 },
  });
  await context.addCookies([{ ...stage.session, url: stage.url, httpOnly: true, sameSite: "Lax" }]);
  // The compiler marks functions with their names, those too that are sent into the page.
  await context.addInitScript("globalThis.__name = (given) => given");
  return context;
}
