import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChecklist } from "@/lib/checklist/read";
import { leastBlocker, unmetOf } from "@/lib/deployment/least";
import { seatsIn } from "@/lib/deployment/policy";
import { planOf } from "@/lib/deployment/units";
import type { GatedStage, PinnedLeast } from "@/lib/project/least";

const line = (team: string) => `- [ ] ${team} team approval`;
const group = (...teams: string[]) => `### Ready\n${teams.map(line).join("\n")}\n`;
const stage = (title: string, ...teams: string[]) =>
  `## ${title}\n### Steps\n- [ ] ${title} is done\n${teams.length > 0 ? group(...teams) : ""}`;
const checklist = (...stages: string[]) => `# Release\n\n${stages.join("\n")}`;

const asks = (team: string, before: GatedStage, need = 1): PinnedLeast => ({
  ...{ teamId: `id of ${team}`, team, need, before, holds: true },
});

/** The sign-offs of a text as a deployment has them, each seat by itself, its team the one of that name. */
function read(text: string) {
  const document = readChecklist(text);
  const { policy = null } = document;
  const signOffs = document.signOffs.flatMap(({ key, label, team, sectionKey }, position) =>
    seatsIn(document, [key]).map((seat) => ({
      ...{ key: seat, kind: "team" as const, label, teamName: team, sectionKey, position },
      teamId: `id of ${team}`,
    })),
  );
  return { plan: planOf(document, { items: {} }), asked: { policy, signOffs } };
}

function have(text: string, one: PinnedLeast): number | "met" {
  const { plan, asked } = read(text);
  return unmetOf(plan, asked, [one])[0]?.have ?? "met";
}

describe("what an environment asks for before a stage", () => {
  const whole = checklist(
    stage("Preparation", "QA"),
    stage("Deployment", "Database"),
    stage("Verification", "Security"),
    stage("Go-live", "Product"),
  );

  it.each([
    ["QA", "deploy", "met"],
    ["QA", "go-live", "met"],
    ["Database", "deploy", 0],
    ["Database", "verify", "met"],
    ["Security", "verify", 0],
    ["Security", "go-live", "met"],
    // Going live is what the last of them does.
    ["Product", "go-live", "met"],
    ["Product", "verify", 0],
  ] as const)("%s before %s: %s", (team, before, told) => {
    expect(have(whole, asks(team, before))).toBe(told);
  });

  it("is met before the first later stage where there is none of that kind", () => {
    const noDeploy = checklist(stage("Preparation", "QA"), stage("Verification", "Security"));
    expect(have(noDeploy, asks("QA", "deploy"))).toBe("met");
    expect(have(noDeploy, asks("Security", "deploy"))).toBe(0);
    const onlyGoLive = checklist(stage("Preparation", "QA"), stage("Go-live", "Product"));
    expect(have(onlyGoLive, asks("QA", "deploy"))).toBe("met");
    expect(have(onlyGoLive, asks("Product", "verify"))).toBe(0);
  });

  it("is met anywhere where neither it nor a later stage is there", () => {
    const early = checklist(stage("Preparation"), stage("Deployment", "QA"));
    expect(have(early, asks("QA", "verify"))).toBe("met");
  });

  it("is not met by what is signed in a rollback, a follow-up or a list that holds nothing up", () => {
    const aside = checklist(
      stage("Topics", "Network"),
      stage("Preparation"),
      stage("Deployment"),
      stage("Rollback plan", "Database"),
      stage("Post-deployment tasks", "Support"),
    );
    const { plan } = read(aside);
    expect(plan.units.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["other", "rollback", "follow-up"]),
    );
    expect(have(aside, asks("Network", "deploy"))).toBe(0);
    expect(have(aside, asks("Database", "go-live"))).toBe(0);
    expect(have(aside, asks("Support", "go-live"))).toBe(0);
  });
});

describe("a list by topics where no stage reads as the one that is meant", () => {
  const text = checklist(stage("Preparation", "QA"), stage("Shipping it"), stage("Go-live"));
  it("may be that very stage: nothing counts before it", () => {
    expect(have(text, asks("QA", "deploy"))).toBe(0);
    expect(have(text, asks("QA", "go-live"))).toBe("met");
  });

  it("may be all of the checklist", () => {
    expect(have(checklist(stage("Preparation", "QA")), asks("QA", "deploy"))).toBe(0);
  });

  it("was not asked about in deployments of before, which are checked as they were", () => {
    const { holds: _, ...older } = asks("QA", "deploy");
    expect(have(text, older)).toBe("met");
    const { holds: __, ...network } = asks("Network", "deploy");
    const aside = checklist(stage("Topics", "Network"), stage("Preparation"), stage("Deployment"));
    expect(have(aside, network)).toBe("met");
  });
});

describe("how many of a team", () => {
  const two = "---\npolicy:\n  sign-offs:\n    QA: { need: 2 }\n---\n";
  it("are the seats in one group, the largest, never added over groups", () => {
    const once = checklist(stage("Preparation", "QA"), stage("Deployment"));
    expect(have(once, asks("QA", "deploy", 2))).toBe(1);
    expect(have(two + once, asks("QA", "deploy", 2))).toBe("met");
    expect(have(two + once, asks("QA", "deploy", 3))).toBe(2);
    const twice = checklist(`${stage("Preparation", "QA")}\n${group("QA")}`, stage("Deployment"));
    expect(have(twice, asks("QA", "deploy", 2))).toBe(1);
  });

  it("do not count where they look at a part only", () => {
    const part = "---\npolicy:\n  sign-offs:\n    QA: { covers: [Steps] }\n---\n";
    const text = checklist(stage("Preparation", "QA"), stage("Deployment"));
    expect(have(part + text, asks("QA", "deploy"))).toBe(0);
  });

  it("are those of the team's id, not of its name, and team sign-offs only", () => {
    const { plan, asked } = read(checklist(stage("Preparation", "QA"), stage("Deployment")));
    const one = asks("QA", "deploy");
    const of = (change: object) => ({
      ...asked,
      signOffs: asked.signOffs.map((signOff) => ({ ...signOff, ...change })),
    });
    expect(unmetOf(plan, of({ teamId: null }), [one])).toEqual([{ ...one, have: 0 }]);
    expect(unmetOf(plan, of({ kind: "approved_by" }), [one])).toEqual([{ ...one, have: 0 }]);
    expect(unmetOf(plan, of({ teamName: "renamed since" }), [one])).toEqual([]);
  });
});

describe("the refusal", () => {
  it("names the environment and the first demand that is not met; nothing asked refuses nothing", () => {
    const { plan, asked } = read(checklist(stage("Preparation", "QA"), stage("Deployment")));
    const least = [asks("QA", "deploy"), asks("Security", "deploy", 2), asks("Legal", "go-live")];
    expect(unmetOf(plan, asked, least).map(({ team }) => team)).toEqual(["Security", "Legal"]);
    expect(leastBlocker(plan, asked, least, "Live")).toEqual({
      code: "least_sign_offs_missing",
      params: { environment: "Live", team: "Security", need: 2, have: 0, before: "deploy" },
    });
    expect(leastBlocker(plan, asked, [], "Live")).toBeNull();
    expect(leastBlocker(plan, asked, least.slice(0, 1), "Live")).toBeNull();
  });

  const teams = ["QA", "Security", "Database"] as const;
  const some = fc.subarray([...teams]);
  const texts = fc.tuple(some, some, some, some);
  const demand = fc.tuple(
    fc.constantFrom(...teams),
    fc.constantFrom<GatedStage>("deploy", "verify", "go-live"),
  );
  const written = (groups: readonly (readonly string[])[]) =>
    checklist(
      ...["Preparation", "Deployment", "Verification", "Go-live"].map((title, at) =>
        stage(title, ...(groups[at] ?? [])),
      ),
    );

  it("comes whenever the lines of a team above its stage are left out, and not before", () => {
    const last = { deploy: 1, verify: 2, "go-live": 4 };
    fc.assert(
      fc.property(texts, demand, (groups, [team, before]) => {
        const above = groups.slice(0, last[before]).some((names) => names.includes(team));
        expect(have(written(groups), asks(team, before))).toBe(above ? "met" : 0);
        const bare = groups.map((names) => names.filter((name) => name !== team));
        expect(have(written(bare), asks(team, before))).toBe(0);
      }),
    );
  });
});
