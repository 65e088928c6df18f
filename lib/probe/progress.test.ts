import fc from "fast-check";
import { expect, it } from "vitest";
import { progressHint, readProgressHint } from "@/lib/probe/progress";
import type { Verdict } from "@/lib/probe/schema";

const verdict = fc.constantFrom<Verdict>("pass", "fail", "inconclusive");
const uuid = "3f0c8a52-94b1-4e6f-9d27-5b1e0c7a6f38";

it("progress arrives as it was told, and fits a notice of the database, however long the run", () => {
  fc.assert(
    fc.property(fc.array(verdict, { maxLength: 1000 }), fc.nat(), (verdicts, everyMs) => {
      const nextAt = "2026-11-23T07:00:00.000Z";
      const ids = { probeId: uuid, runId: uuid };
      const progress = { ...ids, verdicts, of: 1000, needed: 999, everyMs, nextAt };
      const hint = progressHint(uuid, progress);
      expect(Buffer.byteLength(hint)).toBeLessThan(8000);
      expect(readProgressHint(hint)).toEqual({ streamId: uuid, progress });
    }),
  );
});

it("hints of other kinds are nobody's progress", () => {
  for (const other of ["", "{", "null", '{"cancelRun":"x"}', '{"process":"p","stream":"s"}'])
    expect(readProgressHint(other)).toBeNull();
});
