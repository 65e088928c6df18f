import { refuse, sign, withdraw } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import { againstAnswering, againstSigning, over } from "@/lib/testing/model/against";
import { covers } from "@/lib/testing/model/covers";
import type { Answer, Model, Signing } from "@/lib/testing/model/model";
import { deployedBy, teamOf } from "@/lib/testing/model/outline";
import { type Name, notAllowed } from "@/lib/testing/model/people";
import type { Real } from "@/lib/testing/model/real";
import type { Step } from "@/lib/testing/model/step";
import { awayFor, wordsOf } from "@/lib/testing/model/team";

function coveredBy(model: Model, { signOff, closing }: Signing): string {
  const ends = signOff === deployedBy && closing ? { ...model, closing } : model;
  return covers(ends, signOff);
}

function signNow(model: Model, signing: Signing): void {
  const { signOff, by, closing } = signing;
  if (signOff === deployedBy) model.closing = closing;
  const { hours } = model.outline;
  const lasts = hours ? (hours.of[signOff] ?? hours.others) : null;
  model.answers[signOff] = {
    ...answerBy(model, signOff, by),
    signed: true,
    until: lasts && model.now + lasts * 3_600_000,
    covers: covers(model, signOff),
  };
}

function answerBy(model: Model, signOff: string, person: Name): Answer {
  const team = teamOf[signOff];
  const inNameOf = team === undefined ? null : (awayFor(model, person, team)?.from ?? null);
  return {
    person,
    inNameOf,
    signed: false,
    suspended: false,
    until: null,
    expired: false,
    covers: "",
  };
}

const ask = (real: Real, { signOff, closing }: Signing) => ({
  ...{ deploymentId: real.id, signOffKey: real.signOffs[signOff], locale: "en" as const },
  closing: signOff === deployedBy ? closing : null,
});

const said = ({ signOff, by, closing }: Signing) =>
  `${by} signs ${signOff}${signOff === deployedBy ? ` as ${closing?.outcome}` : ""}`;

/** Reads the statement and signs it. */
export function signStep(signing: Signing): Step {
  const { signOff, by, closing } = signing;
  return {
    what: said(signing),
    command: "sign",
    judge(model) {
      const may = notAllowed(by, "those who run it");
      return may.length > 0 ? may : againstSigning(model, signOff, by, closing);
    },
    apply: (model) => signNow(model, signing),
    async act(real) {
      const { caller } = real.people[by];
      const { statement, stateHash, seen } = await statementView(caller, ask(real, signing));
      return sign(caller, { ...ask(real, signing), statement, stateHash, seen });
    },
  };
}

/** Reads a statement, to be signed later: whatever happens meanwhile. */
export function keepStep(signing: Signing): Step {
  return {
    what: `${signing.by} reads ${signing.signOff}`,
    command: null,
    judge(model) {
      const may = notAllowed(signing.by, "those who run it");
      if (may.length > 0) return may;
      const words = wordsOf(model, signing.signOff, signing.by);
      model.kept = { ...signing, covers: coveredBy(model, signing), words };
      return "nothing";
    },
    apply: () => undefined,
    async act(real) {
      const { caller } = real.people[signing.by];
      real.kept = await statementView(caller, ask(real, signing));
      return null;
    },
  };
}

/** Signs what was read last. */
export function signKeptStep({ kept }: Model): Step {
  if (!kept) return nothingRead;
  const { signOff, by, closing, covers: read, words } = kept;
  return {
    what: `${said(kept)}, as read before`,
    command: "sign",
    judge(model) {
      const may = notAllowed(by, "those who run it");
      if (may.length > 0) return may;
      const moved = coveredBy(model, kept) === read ? [] : ["state_moved"];
      const said = wordsOf(model, signOff, by) === words ? [] : ["words_moved", "state_moved"];
      return [...againstSigning(model, signOff, by, closing), ...moved, ...said];
    },
    apply: (model) => signNow(model, kept),
    act(real) {
      const { statement = "", stateHash = "", seen = 1 } = real.kept ?? {};
      return sign(real.people[by].caller, { ...ask(real, kept), statement, stateHash, seen });
    },
  };
}

const nothingRead: Step = {
  what: "nobody has read anything",
  command: null,
  judge: () => "nothing",
  apply: () => undefined,
  act: async () => null,
};

export function refuseStep(signOff: string, by: Name): Step {
  return {
    what: `${by} refuses ${signOff}`,
    command: "refuse",
    judge(model) {
      const may = notAllowed(by, "those who run it");
      return may.length > 0 ? may : againstAnswering(model, signOff, by);
    },
    apply(model) {
      model.answers[signOff] = answerBy(model, signOff, by);
      for (const request of model.asked) request.before ||= request.signOff === signOff;
    },
    act: (real) =>
      refuse(real.people[by].caller, {
        ...{ deploymentId: real.id, signOffKey: real.signOffs[signOff] },
        ...{ reason: "A fault", locale: "en" },
      }),
  };
}

export function withdrawStep(signOff: string, by: Name): Step {
  return {
    what: `${by} withdraws from ${signOff}`,
    command: "withdraw",
    judge(model) {
      const may = notAllowed(by, "those who run it");
      if (may.length > 0) return may;
      const answer = model.answers[signOff];
      const whose = answer && answer.person !== by ? ["not_your_signature"] : [];
      return [...over(model), ...(answer ? whose : ["nothing_to_withdraw"])];
    },
    apply(model) {
      delete model.answers[signOff];
      if (signOff === deployedBy) model.closing = null;
    },
    act: (real) =>
      withdraw(real.people[by].caller, {
        ...{ deploymentId: real.id, signOffKey: real.signOffs[signOff], reason: "Not after all" },
      }),
  };
}
