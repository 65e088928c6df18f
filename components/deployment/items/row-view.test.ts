import { describe, expect, it } from "vitest";
import { filterItems, showCounts } from "@/components/deployment/filters/filter";
import { rowsOf } from "@/components/deployment/items/row-view";
import { titleText } from "@/lib/checklist/title-text";
import { newItem } from "@/lib/deployment/fold-items";
import type { ItemState } from "@/lib/deployment/item-state";
import type { DeploymentState } from "@/lib/deployment/state";
import type { Plan, PlanItem, Unit } from "@/lib/deployment/units";

const labels = ["Back up {{database}}", "Run migrations", "Check the logs (optional)"];
const unit: Unit = {
  key: "s#0",
  stageKey: "s",
  title: "Steps",
  kind: "other",
  sectionKeys: ["s/a"],
  itemKeys: ["0", "1", "2"],
  signOffKeys: [],
};
const planned = (label: string, at: number): PlanItem => ({
  key: String(at),
  label,
  required: at !== 2,
  ordered: false,
  claimed: false,
  description: null,
  command: at === 1 ? { language: null, text: "./deploy.sh migrate" } : null,
  moreCommands: [],
  depth: 0,
  parentKey: null,
  childKeys: [],
  sectionKey: "s/a",
  stageKey: "s",
  unitKey: "s#0",
  added: false,
  corrected: false,
});
const plan: Plan = {
  units: [unit],
  unitByKey: { "s#0": unit },
  items: Object.fromEntries(labels.map((label, at) => [String(at), planned(label, at)])),
  unitOfSection: { "s/a": "s#0" },
};
const base = {
  items: Object.fromEntries(labels.map((_, at) => [String(at), newItem(String(at), at)])),
  notes: {},
  probes: {},
  opened: {},
  issues: [],
  closedAt: null,
  cancelled: null,
} as unknown as DeploymentState;

const change = (key: string, to: Partial<ItemState>): DeploymentState => {
  const item = { ...newItem(key, 0), version: 1, byId: "mina", ...to };
  return { ...base, items: { ...base.items, [key]: item } };
};
const source = (state: DeploymentState) => ({
  plan,
  state,
  values: { database: "PostgreSQL" },
  meId: "mina",
});
const rows = (before: ReturnType<typeof rowsOf>, state: DeploymentState) =>
  rowsOf(before, { plan, state, nameOf: (id) => id ?? "", may: () => true });

describe("rows", () => {
  it("stay the same objects unless something of theirs changed", () => {
    const first = rows(new Map(), base);
    const second = rows(first, change("0", { state: "done" }));
    expect(second.get("0")).not.toBe(first.get("0"));
    expect(second.get("1")).toBe(first.get("1"));
    expect(second.get("2")).toBe(first.get("2"));
  });
});

describe("filters", () => {
  const keys = (show: Parameters<typeof filterItems>[0]["show"], text: string, state = base) => {
    const found = filterItems({ show, text }, source(state));
    return found && [...found];
  };

  it("show everything when nothing is asked", () => {
    expect(keys("all", "  ")).toBeNull();
  });

  it("show what is left: required, or tried and stuck", () => {
    expect(keys("remaining", "")).toEqual(["0", "1"]);
    expect(keys("remaining", "", change("2", { state: "failed" }))).toEqual(["0", "1", "2"]);
    expect(keys("remaining", "", change("0", { state: "waived" }))).toEqual(["1"]);
  });

  it("show one's own", () => {
    expect(keys("mine", "", change("1", { state: "done" }))).toEqual(["1"]);
    expect(keys("mine", "", change("1", { state: "done", byId: "jo" }))).toEqual([]);
  });

  it("find words in text, command and reason, with variables filled", () => {
    expect(keys("all", "POSTGRES back")).toEqual(["0"]);
    expect(keys("all", "deploy.sh")).toEqual(["1"]);
    const waits = change("2", { state: "blocked", reason: "Waiting for Jo" });
    expect(keys("blocked", "waiting", waits)).toEqual(["2"]);
  });

  it("tell how many each would show", () => {
    expect(showCounts(source(change("0", { state: "blocked" })))).toEqual({
      all: 3,
      remaining: 2,
      blocked: 1,
      failed: 0,
      mine: 1,
    });
  });
});

describe("titles", () => {
  it("lose the pictures before them, and nothing else", () => {
    expect(titleText("🏗️ Deployment Steps")).toBe("Deployment Steps");
    expect(titleText("1. Code ✅")).toBe("1. Code ✅");
    expect(titleText("📊")).toBe("📊");
  });
});
