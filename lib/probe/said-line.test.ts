import { describe, expect, it } from "vitest";
import { saidLine } from "@/lib/probe/said-line";

describe("the subject of an assertion's line", () => {
  it.each([
    ["status == 200", null, "status"],
    ["days left >= 30", null, "days left"],
    ["time<500ms", null, "time"],
    ['$.items[?@.a == "x > y"].b != 3', null, '$.items[?@.a == "x > y"].b'],
    ["$['a ] >= b'] == true", null, "$['a ] >= b']"],
    ['max load{job="web",zone!="a}"} <= 2', "max", 'load{job="web",zone!="a}"}'],
    ["$.cpu in percent < 70%", null, "$.cpu"],
    ['header x-frame-options contains "DENY"', null, "header x-frame-options"],
    ['records contains "10.0.0.1"', null, "records"],
    ["all up > 0", "all", "up"],
    // A word that only looks like an aggregate is a metric's name.
    ["max > 3", null, "max"],
  ])("of `%s`", (line, aggregate, subject) => {
    expect(saidLine(line)).toEqual({ aggregate, subject });
  });

  it("is the whole line where nothing is compared", () => {
    expect(saidLine("not a comparison").subject).toBe("not a comparison");
  });
});
