import { describe, expect, it } from "vitest";
import { dueAt } from "@/lib/deployment/due";

const live = "2026-03-02T05:30:00.000Z";

describe("a follow-up is due", () => {
  it.each([
    ["Day 1", "2026-03-03T05:30:00.000Z"],
    ["Week 1", "2026-03-09T05:30:00.000Z"],
    ["Month 1", "2026-04-02T05:30:00.000Z"],
    ["After 30 days", "2026-04-01T05:30:00.000Z"],
    ["First week", "2026-03-09T05:30:00.000Z"],
    ["1일차", "2026-03-03T05:30:00.000Z"],
    ["2주차", "2026-03-16T05:30:00.000Z"],
    ["1개월 후", "2026-04-02T05:30:00.000Z"],
    ["첫째 날", "2026-03-03T05:30:00.000Z"],
    ["첫 달", "2026-04-02T05:30:00.000Z"],
  ])("%s after going live, at the same time of day", (title, due) => {
    expect(dueAt(title, live, "Asia/Seoul")).toBe(due);
  });

  it("never, when the title names no span", () => {
    expect(dueAt("Later", live, "Asia/Seoul")).toBeNull();
    expect(dueAt("Monday", live, "Asia/Seoul")).toBeNull();
  });

  it("at the same clock time when the clocks change between", () => {
    // New York: 09:00 EST on March 7 2026, 09:00 EDT on March 8.
    expect(dueAt("Day 1", "2026-03-07T14:00:00.000Z", "America/New_York")).toBe(
      "2026-03-08T13:00:00.000Z",
    );
  });

  it("an hour later when that clock time is skipped", () => {
    expect(dueAt("Day 1", "2026-03-07T07:30:00.000Z", "America/New_York")).toBe(
      "2026-03-08T07:30:00.000Z",
    );
  });

  it("on the last day of a shorter month", () => {
    expect(dueAt("Month 1", "2026-01-31T03:00:00.000Z", "UTC")).toBe("2026-02-28T03:00:00.000Z");
    expect(dueAt("Month 1", "2026-12-15T03:00:00.000Z", "UTC")).toBe("2027-01-15T03:00:00.000Z");
  });
});
