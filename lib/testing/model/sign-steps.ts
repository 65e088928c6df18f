import { refuse, sign, withdraw } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import { againstAnswering, againstSigning, over } from "@/lib/testing/model/against";
import { covers } from "@/lib/testing/model/covers";
import type { Model, Signing } from "@/lib/testing/model/model";
import { deployedBy } from "@/lib/testing/model/outline";
import { type Name, notAllowed } from "@/lib/testing/model/people";
import type { Real } from "@/lib/testing/model/real";
import type { Step } from "@/lib/testing/model/step";

function coveredBy(model: Model, { signOff, closing }: Signing): string {
  const ends = signOff === deployedBy && closing ? { ...model, closing } : model;
  return covers(ends, signOff);
}

function signNow(model: Model, signing: Signing): void {
  const { signOff, by, closing } = signing;
  if (signOff === deployedBy) model.closing = closing;
  const answer = { person: by, signed: true, suspended: false };
  model.answers[signOff] = { ...answer, covers: covers(model, signOff) };
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
    judge(model) {
      const may = notAllowed(signing.by, "those who run it");
      if (may.length > 0) return may;
      model.kept = { ...signing, covers: coveredBy(model, signing) };
      return "nothing";
    },
    apply: () => undefined,
    async act(real) {
      const { caller } = real.people[signing.by];
      real.kept = await statementView(caller, ask(real, signing));
      return { result: null, events: [] };
    },
  };
}

/** Signs what was read last. */
export function signKeptStep({ kept }: Model): Step {
  if (!kept) return nothingRead;
  const { signOff, by, closing, covers: read } = kept;
  return {
    what: `${said(kept)}, as read before`,
    judge(model) {
      const may = notAllowed(by, "those who run it");
      if (may.length > 0) return may;
      const moved = coveredBy(model, kept) === read ? [] : ["state_moved"];
      return [...againstSigning(model, signOff, by, closing), ...moved];
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
  judge: () => "nothing",
  apply: () => undefined,
  act: async () => ({ result: null, events: [] }),
};

export function refuseStep(signOff: string, by: Name): Step {
  return {
    what: `${by} refuses ${signOff}`,
    judge(model) {
      const may = notAllowed(by, "those who run it");
      return may.length > 0 ? may : againstAnswering(model, signOff, by);
    },
    apply(model) {
      model.answers[signOff] = { person: by, signed: false, suspended: false, covers: "" };
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
