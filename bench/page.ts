import type { Browser, Page } from "@playwright/test";
import { launch, signedIn } from "@/bench/browser";
import { makeDeployment } from "@/bench/data";
import { type Figure, median } from "@/bench/figures";
import type { Stage } from "@/bench/stage";
import { readState } from "@/lib/deployment/queries";

const rounds = 5;

type Visit = { scriptKb: number; scripts: number; documentKb: number; lcp: number; items: number };

/** (b) The deployment page of the seed's checklist, in browsers that have never seen it. */
export async function pageFigures(stage: Stage): Promise<Figure[]> {
  const id = await makeDeployment(stage.place);
  const count = Object.keys((await readState(id)).items).length;
  const url = `${stage.url}/deployments/${id}`;
  const browser = await launch();
  const visits: Visit[] = [];
  try {
    await visit(browser, stage, url, count); // the server's first
    for (let round = 0; round < rounds; round += 1)
      visits.push(await visit(browser, stage, url, count));
  } finally {
    await browser.close();
  }
  const of = (pick: (one: Visit) => number) => median(visits.map(pick));
  return [
    {
      id: "page.javascript",
      title: "Deployment page, JavaScript compressed",
      value: of(({ scriptKb }) => scriptKb),
      unit: "kB",
      note: `${of(({ scripts }) => scripts)} files`,
      target: { good: "below", than: 220 },
    },
    {
      id: "page.document",
      title: "Deployment page, its HTML compressed",
      value: of(({ documentKb }) => documentKb),
      unit: "kB",
    },
    {
      id: "page.lcp",
      title: "Deployment page, LCP",
      value: of(({ lcp }) => lcp),
      unit: "ms",
      note: `median of ${rounds}`,
    },
    {
      id: "page.items",
      title: `Deployment page, all ${count} items on screen`,
      value: of(({ items }) => items),
      unit: "ms",
      note: `median of ${rounds}`,
      target: { good: "below", than: 600 },
    },
  ];
}

/** Leaves in the page when the last of its items was painted, and the largest paint. */
function watch(count: number): void {
  const marks = window as typeof window & { bench?: { items: number; lcp: number } };
  const bench = { items: 0, lcp: 0 };
  marks.bench = bench;
  new PerformanceObserver((list) => {
    bench.lcp = list.getEntries().at(-1)?.startTime ?? bench.lcp;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  const look = () => {
    if (document.querySelectorAll("[data-item]").length < count) requestAnimationFrame(look);
    // The frame after the one that has them all: that one has been painted.
    else requestAnimationFrame(() => (bench.items = performance.now()));
  };
  look();
}

async function visit(browser: Browser, stage: Stage, url: string, count: number): Promise<Visit> {
  const context = await signedIn(browser, stage);
  try {
    const page = await context.newPage();
    const wire = await watchWire(page);
    await page.addInitScript(watch, count);
    await page.goto(url, { waitUntil: "load" });
    await page.waitForFunction(
      () => (window as typeof window & { bench: { items: number } }).bench.items > 0,
    );
    await wire.quiet();
    const { items, lcp } = await page.evaluate(
      () => (window as typeof window & { bench: { items: number; lcp: number } }).bench,
    );
    return { items, lcp, ...wire.sums() };
  } finally {
    await context.close();
  }
}

/** Counts what comes over the wire, as the browser's own network log has it. */
async function watchWire(page: Page) {
  const session = await page.context().newCDPSession(page);
  const kinds = new Map<string, "script" | "document">();
  const bytes = { script: 0, document: 0 };
  let scripts = 0;
  let last = Date.now();
  session.on("Network.responseReceived", ({ requestId, type, response }) => {
    if (response.mimeType.includes("javascript")) kinds.set(requestId, "script");
    else if (type === "Document") kinds.set(requestId, "document");
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (!kind) return;
    bytes[kind] += encodedDataLength;
    if (kind === "script") scripts += 1;
    last = Date.now();
  });
  await session.send("Network.enable");
  const quiet = async () => {
    while (Date.now() - last < 1_000) await page.waitForTimeout(100);
  };
  const sums = () => ({
    scriptKb: bytes.script / 1000,
    documentKb: bytes.document / 1000,
    scripts,
  });
  return { quiet, sums };
}
