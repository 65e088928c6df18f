import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { coveredText } from "@/lib/deployment/consequences";
import type { DeploymentEvent } from "@/lib/deployment/events";
import { fold } from "@/lib/deployment/fold";
import { sha256 } from "@/lib/log/event";
import { root } from "@/lib/process/roots";
import { stories } from "@/lib/testing/vector-stories";
import { type Vectors, vectorFile, vectorsOf } from "@/lib/testing/vectors";

/** The one in docs, which shares no line with the product. */
function byTheDocs(file: string) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, "docs", "check-covered.mjs"), file],
    { encoding: "utf8" },
  );
  return { status, lines: stdout.trimEnd().split("\n") };
}

describe.each(stories)("vectors of the covered state: $name", (story) => {
  const file = vectorFile(story.name);
  const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

  it("are those that the product makes: no signature's hash has moved", () => {
    expect(vectorsOf(story, vectors.document)).toEqual(vectors);
  });

  it("are what fold(events) gives at each number", () => {
    expect(vectors.cases.length).toBeGreaterThan(0);
    for (const { after, signOff, closing, text, sha256: hash } of vectors.cases) {
      const state = fold(vectors.events.slice(0, after) as DeploymentEvent[]);
      const closed = closing ? { ...state, closing } : state;
      expect(coveredText(vectors.document, closed, signOff)).toBe(text);
      expect(sha256(text)).toBe(hash);
    }
  });

  it("are what somebody makes who has only read docs/covered-state.md", () => {
    const { status, lines } = byTheDocs(file);
    expect(lines).toHaveLength(vectors.cases.length);
    expect(lines.filter((line) => !line.startsWith("fits: "))).toEqual([]);
    expect(status).toBe(0);
  });

  it("do not fit once a reason is another", () => {
    const forged = join(tmpdir(), `forged-${story.name}-${process.pid}.json`);
    const changed = vectors.events.map((event) =>
      event.kind === "item.changed"
        ? { ...event, after: { ...(event.after as object), reason: "forged" } }
        : event,
    );
    writeFileSync(forged, JSON.stringify({ ...vectors, events: changed }));
    const { status, lines } = byTheDocs(forged);
    rmSync(forged);
    expect(status).toBe(1);
    expect(lines[0]).toContain("DOES NOT FIT");
  });
});
