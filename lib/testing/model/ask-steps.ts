import { askToSign, seeRequests, withdrawRequest } from "@/lib/sign-off/request-commands";
import { over } from "@/lib/testing/model/against";
import { finalsOf, isOver, type Model, type Request, stands } from "@/lib/testing/model/model";
import { teamOf } from "@/lib/testing/model/outline";
import { isElsewhere, type Name, names, notAllowed } from "@/lib/testing/model/people";
import type { Real } from "@/lib/testing/model/real";
import type { Step } from "@/lib/testing/model/step";
import { againstPerson, answersFor } from "@/lib/testing/model/team";

/** Asking for signatures. */

const askAgainMs = 10 * 60_000;

type Whom = Request["whom"];

const isRefused = (model: Model, request: Request): boolean =>
  request.before && model.answers[request.signOff]?.signed === false;

export const waits = (model: Model, request: Request): boolean =>
  !isOver(model) &&
  !request.withdrawn &&
  !stands(model, request.signOff) &&
  !isRefused(model, request);

function againstWhom(model: Model, signOff: string, whom: Whom): string[] {
  if (whom !== "team") {
    if (isElsewhere(whom)) return ["no_such_person"];
    return againstPerson(model, signOff, whom).map((code) => `asked_${code}`);
  }
  const team = teamOf[signOff];
  if (finalsOf(model).includes(signOff) || team === undefined) return ["ask_a_person"];
  const some = names.some(
    (name) => !isElsewhere(name) && againstPerson(model, signOff, name).length === 0,
  );
  return some ? [] : ["nobody_to_ask"];
}

const lastOf = (model: Model, signOff: string, whom: Whom) =>
  model.asked.findLast((one) => one.signOff === signOff && one.whom === whom);

/** `every`: minutes between reminders. */
export function askStep(signOff: string, whom: Whom, every: Request["every"], by: Name): Step {
  return {
    what: `${by} asks ${whom} to sign ${signOff}${every ? `, reminded every ${every} minutes` : ""}`,
    command: "askToSign",
    judge(model) {
      const may = notAllowed(by, "managers");
      if (may.length > 0) return may;
      const last = lastOf(model, signOff, whom);
      const lately = last && !isRefused(model, last) && model.now - last.askedAt < askAgainMs;
      return [
        ...over(model),
        ...(stands(model, signOff) ? ["signed_already"] : []),
        ...againstWhom(model, signOff, whom),
        ...(lately ? ["asked_lately"] : []),
      ];
    },
    apply(model) {
      const last = lastOf(model, signOff, whom);
      const asked = { every, askedAt: model.now };
      if (last && waits(model, last)) Object.assign(last, asked, { reminders: last.reminders + 1 });
      else {
        const request = { signOff, whom, seen: [], withdrawn: false, before: false };
        model.asked.push({ ...request, ...asked, reminders: 0, automatic: 0 });
      }
    },
    async act(real) {
      const done = await askToSign(real.people[by].caller, {
        ...{ deploymentId: real.id, signOffKey: real.signOffs[signOff] },
        personId: whom === "team" ? null : real.people[whom].id,
        remindEvery: every,
      });
      const { requestId, reminded } = done.result;
      if (!reminded) real.requests.push(requestId);
      return done;
    },
  };
}

export function withdrawRequestStep(at: number, by: Name): Step {
  return {
    what: `${by} withdraws request ${at}`,
    command: "withdrawRequest",
    judge(model) {
      const may = notAllowed(by, "managers");
      const request = model.asked[at];
      if (may.length > 0) return may;
      if (!request) return ["no_such_request"];
      return waits(model, request) ? [] : ["request_over"];
    },
    apply(model) {
      const request = model.asked[at];
      if (request) request.withdrawn = true;
    },
    act: (real) =>
      withdrawRequest(real.people[by].caller, {
        ...{ deploymentId: real.id, requestId: real.requests[at] ?? "none" },
      }),
  };
}

const unseenBy = (model: Model, signOff: string, by: Name): Request[] =>
  model.asked.filter((request) => {
    const team = teamOf[signOff];
    const answers = team !== undefined && answersFor(model, by, team);
    const inTeam = answers && againstPerson(model, signOff, by).length === 0;
    const isAsked = request.whom === "team" ? inTeam : request.whom === by;
    const here = request.signOff === signOff && waits(model, request);
    return here && isAsked && !request.seen.includes(by);
  });

/** Has the page open. */
export function seeStep(signOff: string, by: Name): Step {
  return {
    what: `${by} looks at ${signOff}`,
    command: "seeRequests",
    judge(model) {
      if (isElsewhere(by)) return ["no_such_deployment"];
      return unseenBy(model, signOff, by).length > 0 ? [] : "nothing";
    },
    apply(model) {
      for (const request of unseenBy(model, signOff, by)) request.seen.push(by);
    },
    act: (real: Real) =>
      seeRequests(real.people[by].caller, {
        ...{ deploymentId: real.id, signOffKey: real.signOffs[signOff] },
      }),
  };
}
