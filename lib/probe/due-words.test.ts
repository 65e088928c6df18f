import { describe, expect, it } from "vitest";
import type { NewDeploymentEvent } from "@/lib/deployment/events";
import { errorText } from "@/lib/i18n/error-text";
import { translator } from "@/lib/i18n/translator";
import { dueBlocker, dueProbes } from "@/lib/probe/rules";
import { apply, itemKey, type Run, startRun } from "@/lib/testing/states";

const text = `# Checklist

## Preparation
- [ ] Merged
- [ ] Reviewed

## Verification
- [ ] Seen
`;

const at = "2026-01-01T00:10:00.000Z";
const now = new Date("2026-01-01T00:20:00.000Z");
const later = new Date("2026-01-01T00:41:00.000Z");

const subjectOf = (run: Run, label: string) => {
  const item = itemKey(run, label);
  return { item, probe: `probe ${item}` };
};

const bound = (run: Run, label: string, kind = "http"): Run => {
  const after = { spec: { kind, target: "{{BASE_URL}}" }, material: true } as const;
  return apply(run, [{ kind: "probe.bound", subject: subjectOf(run, label), before: null, after }]);
};

const begun = (run: Run, label: string): Run => {
  const subject = { ...subjectOf(run, label), run: "r" };
  return apply(run, [{ kind: "probe.queued", subject, before: null, after: null }]);
};

const passed = (run: Run, label: string): Run => {
  const why = { reason: { code: "held", params: {} }, figures: [], specHash: null, counts: true };
  const event: NewDeploymentEvent = {
    kind: "probe.recorded",
    subject: { ...subjectOf(run, label), run: "r" },
    before: { verdict: null },
    after: {
      ...{ runId: "r", verdict: "pass", evidenceHash: "e", startedAt: at, finishedAt: at, ...why },
      filled: { BASE_URL: "" },
    },
  };
  return apply(run, [event]);
};

const moved = (run: Run): Run => {
  const after = { variables: { BASE_URL: "https://a.b" } };
  return apply(run, [
    { kind: "deployment.header_changed", subject: {}, before: { variables: {} }, after },
  ]);
};

/** What the button says, and why it does nothing, as people read it. */
function said({ plan, state }: Run, locale: "en" | "ko", when = now) {
  const t = translator(locale, "probe");
  const why = dueBlocker(plan, state, null, when);
  return {
    button: t("due.run", { n: dueProbes(plan, state, null, when).due.length }),
    why: why && errorText(translator(locale, "errors"), why),
  };
}

describe("run all due says", () => {
  const start = startRun(text);
  const both = bound(bound(start, "Merged"), "Reviewed");

  it("how many it would run", () => {
    expect(said(both, "en")).toEqual({ button: "Run all due (2)", why: null });
    expect(said(both, "ko")).toEqual({ button: "필요한 프로브 모두 실행(2)", why: null });
  });

  it("one fewer for each that is under way or has passed", () => {
    expect(said(begun(both, "Merged"), "en").button).toBe("Run all due (1)");
    expect(said(passed(both, "Merged"), "en").button).toBe("Run all due (1)");
  });

  it("that it waits, while everything that is due is being measured", () => {
    const all = begun(begun(both, "Merged"), "Reviewed");
    expect(said(all, "en").why).toBe("2 probes are being measured now. Wait for them.");
    expect(said(all, "ko").why).toBe(
      "지금 프로브 2개를 측정하는 중입니다. 끝날 때까지 기다리세요.",
    );
  });

  it("that all is well, until it is too old or the target is another", () => {
    const well = passed(bound(start, "Merged"), "Merged");
    expect(said(well, "en").why).toMatch(/^Every probe here passed/);
    expect(said(well, "ko").why).toMatch(/^여기의 모든 프로브가 통과했고/);
    expect(said(well, "en", later)).toEqual({ button: "Run all due (1)", why: null });
    expect(said(moved(well), "en")).toEqual({ button: "Run all due (1)", why: null });
  });

  it("which run only by name, one or several", () => {
    const one = bound(start, "Merged", "waf");
    expect(said(one, "en").why).toMatch(/^1 probe is due that runs only when started alone/);
    const two = bound(one, "Reviewed", "rate-limit");
    expect(said(two, "en").why).toMatch(/^2 probes are due that run only when started alone/);
    expect(said(two, "ko").why).toMatch(/^실행할 때가 된 프로브 2개는/);
  });

  it("that its part has to open first", () => {
    const locked = bound(start, "Seen");
    expect(said(locked, "en").why).toMatch(/^Its probes count once this part is open/);
    expect(said(locked, "ko").why).toMatch(/^이 부분이 열려야/);
  });
});

describe("having pressed it, one is told", () => {
  const told = (locale: "en" | "ko", n: number, alone: number) =>
    translator(locale, "probe")("due.begun", { n, alone });

  it("how many begin", () => {
    expect(told("en", 1, 0)).toBe("1 probe begins.");
    expect(told("en", 3, 0)).toBe("3 probes begin.");
    expect(told("ko", 3, 0)).toBe("프로브 3개를 시작합니다.");
  });

  it("that none was left", () => {
    expect(told("en", 0, 0)).toBe("Nothing was due any more.");
    expect(told("ko", 0, 0)).toBe("실행할 프로브가 더 없습니다.");
  });

  it("how many were left to be started by name", () => {
    expect(told("en", 2, 1)).toBe(
      "2 probes begin. 1 more runs only when started alone, at its item.",
    );
    expect(told("en", 1, 2)).toBe(
      "1 probe begins. 2 more run only when started alone, at their items.",
    );
    expect(told("ko", 2, 1)).toBe(
      "프로브 2개를 시작합니다. 다른 1개는 해당 항목에서 따로 시작해야 합니다.",
    );
  });
});
