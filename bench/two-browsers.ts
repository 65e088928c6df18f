import type { Page } from "@playwright/test";
import { launch, signedIn } from "@/bench/browser";
import { makeDeployment, openItems } from "@/bench/data";
import { type Figure, median, quantile } from "@/bench/figures";
import type { Stage } from "@/bench/stage";

const warmUp = 10;
const ticks = 50;

/** (c) From the click in one browser to the change in the page of another; both read this machine's clock. */
export async function liveFigures(stage: Stage): Promise<Figure[]> {
  const id = await makeDeployment(stage.place);
  const items = await openItems(id);
  const browser = await launch();
  const times: number[] = [];
  try {
    const [first, second] = await Promise.all([open(), open()]);
    for (let turn = 0; turn < warmUp + ticks; turn += 1) {
      const itemKey = items[turn % items.length] ?? "";
      const ms = await seenAfter(first, second, itemKey);
      if (turn >= warmUp) times.push(ms);
    }
  } finally {
    await browser.close();
  }
  return [
    {
      id: "live.median",
      title: `Seen in another browser, median of ${ticks}`,
      value: median(times),
      unit: "ms",
      note: "from the click to the changed page",
    },
    {
      id: "live.p95",
      title: `Seen in another browser, p95 of ${ticks}`,
      value: quantile(times, 0.95),
      unit: "ms",
      target: { good: "below", than: 60 },
    },
  ];

  async function open(): Promise<Page> {
    const page = await (await signedIn(browser, stage)).newPage();
    const stream = page.waitForResponse((response) => response.url().includes("/api/stream"));
    await page.goto(`${stage.url}/deployments/${id}`);
    await stream;
    return page;
  }
}

const boxOf = (itemKey: string) => `[data-item="${itemKey}"] [data-check]`;

async function seenAfter(first: Page, second: Page, itemKey: string): Promise<number> {
  const box = boxOf(itemKey);
  const wanted = (await first.getAttribute(box, "aria-checked")) === "true" ? "false" : "true";
  const seen = second.evaluate(whenChecked, { box, wanted });
  const clicked = await first.evaluate((selector) => {
    const at = performance.timeOrigin + performance.now();
    document.querySelector<HTMLElement>(selector)?.click();
    return at;
  }, box);
  return (await seen) - clicked;
}

/** Runs in the page: when the box is as wanted. */
function whenChecked({ box, wanted }: { box: string; wanted: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`${box} did not change within 10 s`)), 10_000);
    const look = () => {
      if (document.querySelector(box)?.getAttribute("aria-checked") !== wanted) return false;
      clearTimeout(late);
      watching.disconnect();
      resolve(performance.timeOrigin + performance.now());
      return true;
    };
    const watching = new MutationObserver(look);
    if (look()) return;
    watching.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}
