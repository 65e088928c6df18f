import { delegate, endDelegation } from "@/lib/people/delegation-commands";
import { addToTeam, confirmMember, removeFromTeam } from "@/lib/people/grant-commands";
import { setup } from "@/lib/testing/fixtures";
import { password } from "@/lib/testing/model/cast";
import type { Model } from "@/lib/testing/model/model";
import { isApprover, isElsewhere, isManager, type Name } from "@/lib/testing/model/people";
import type { Real } from "@/lib/testing/model/real";
import type { Step } from "@/lib/testing/model/step";
import { givenBy, memberOf } from "@/lib/testing/model/team";

/** People join and leave teams, are away and come back: none of it is in the deployment's log. */

export type Away = { from: Name; to: Name; team: string; hours: number };

function againstDelegating(model: Model, { from, to, team, hours }: Away): string[] {
  if (!isManager(from) && !isApprover(from)) return ["not_allowed"];
  const signs = isApprover(from) && isApprover(to) && isElsewhere(from) === isElsewhere(to);
  return [
    ...(memberOf(model, from, team) ? [] : ["no_such_team"]),
    ...(isApprover(from) ? [] : ["not_an_approver"]),
    ...(signs ? [] : ["delegate_may_not_sign"]),
    ...(to === from ? ["delegate_is_oneself"] : []),
    ...(memberOf(model, to, team) ? ["delegate_is_member"] : []),
    ...(hours <= 0 ? ["delegate_until_past"] : []),
    ...(hours > 60 * 24 ? ["delegate_too_long"] : []),
    ...(givenBy(model, from, team).length > 0 ? ["delegated_already"] : []),
  ];
}

export function delegateStep(away: Away): Step {
  const { from, to, team, hours } = away;
  let until = 0;
  return {
    what: `${from} delegates ${team} to ${to} for ${hours} hours`,
    command: "delegate",
    judge: (model) => againstDelegating(model, away),
    apply(model) {
      model.delegations.push({ from, to, team, until, ended: false });
    },
    async act(real) {
      until = Date.now() + hours * 3_600_000;
      const ask = { toId: real.people[to].id, teamId: real.teams[team], password };
      const ends = { until: new Date(until).toISOString() };
      const done = await delegate(real.people[from].caller, { ...ask, ...ends }, "127.0.0.1");
      real.delegations.push(done.result.delegationId);
      return done;
    },
  };
}

export function endDelegationStep(at: number, by: Name): Step {
  let from: Name | null = null;
  return {
    what: `${by} ends delegation ${at}`,
    command: "endDelegation",
    judge(model) {
      const one = model.delegations[at];
      from = one?.from ?? null;
      if (!one || (one.from !== by && one.to !== by)) return ["no_such_delegation"];
      return one.ended || one.until <= model.now ? "nothing" : [];
    },
    apply(model) {
      const one = model.delegations[at];
      if (one) one.ended = true;
    },
    act: (real) =>
      endDelegation(real.people[by].caller, {
        fromId: from ? real.people[from].id : nobody,
        delegationId: real.delegations[at] ?? nobody,
      }),
  };
}

const nobody = "00000000-0000-4000-8000-000000000000";
const member = (real: Real, name: Name, team: string) => ({
  ...{ personId: real.people[name].id, teamId: real.teams[team] },
});

export function leaveStep(name: Name, team: string): Step {
  return {
    what: `${name} leaves ${team}`,
    command: "removeFromTeam",
    judge: (model) => (memberOf(model, name, team) ? [] : "nothing"),
    apply(model) {
      delete model.teams[name][team];
      for (const one of givenBy(model, name, team)) one.ended = true;
    },
    act: (real) => removeFromTeam(setup, member(real, name, team)),
  };
}

export function joinStep(name: Name, team: string): Step {
  return {
    what: `${name} joins ${team}`,
    command: "addToTeam",
    judge: (model) => (memberOf(model, name, team) ? "nothing" : []),
    apply(model) {
      model.teams[name][team] = { since: model.now, confirmed: false };
    },
    act: (real) => addToTeam(setup, member(real, name, team)),
  };
}

export function confirmStep(name: Name, team: string): Step {
  return {
    what: `an admin confirms ${name} in ${team}`,
    command: "confirmMember",
    judge(model) {
      const there = memberOf(model, name, team);
      if (!there) return ["no_such_member"];
      return there.confirmed ? "nothing" : [];
    },
    apply(model) {
      const there = memberOf(model, name, team);
      if (there) there.confirmed = true;
    },
    act: (real) => confirmMember(real.admin.caller, member(real, name, team)),
  };
}
