import { diffChecklists } from "@/lib/checklist/diff";
import { ChecklistError } from "@/lib/checklist/errors";
import { variableOffers } from "@/lib/checklist/offers";
import { readChecklist } from "@/lib/checklist/read";
import type { Checklist, ProbeOffer, VariableOffer } from "@/lib/checklist/schema";
import { type Reason, reason } from "@/lib/core/errors";
import { suggestProbes } from "@/lib/probe/suggest";
import { type Accepted, acceptCommand, acceptProbes } from "@/lib/template/accept";
import { type Comparison, compareTexts } from "@/lib/template/compare";

/** A text as it is read, with what may be offered to the person who writes it. */
export type Reading = {
  text: string;
  checklist: Checklist;
  variables: VariableOffer[];
  probes: ProbeOffer[];
};

/** What is asked of the reader, which runs beside the page (in a worker). */
export type ReadingRequest =
  | { kind: "read"; text: string }
  | { kind: "probes"; text: string; offers: ProbeOffer[] }
  | { kind: "command"; text: string; itemKey: string }
  | { kind: "compare"; before: string; after: string };

export type ReadingAnswer =
  | { kind: "read"; reading: Reading }
  | { kind: "accepted"; accepted: Accepted }
  | { kind: "compared"; diff: Comparison }
  | { kind: "refused"; reason: Reason };

export function answerRequest(request: ReadingRequest): ReadingAnswer {
  try {
    return answer(request);
  } catch (error) {
    if (error instanceof ChecklistError) {
      return { kind: "refused", reason: reason(error.code, error.params) };
    }
    throw error;
  }
}

function answer(request: ReadingRequest): ReadingAnswer {
  switch (request.kind) {
    case "read": {
      const { text } = request;
      const checklist = readChecklist(text);
      const variables = variableOffers(checklist, text);
      return {
        kind: "read",
        reading: { text, checklist, variables, probes: suggestProbes(checklist) },
      };
    }
    case "probes":
      return { kind: "accepted", accepted: acceptProbes(request.text, request.offers) };
    case "command":
      return { kind: "accepted", accepted: acceptCommand(request.text, request.itemKey) };
    case "compare":
      return { kind: "compared", diff: compareReadings(request.before, request.after) };
  }
}

/** Two texts, by their lines and by what they mean. */
export function compareReadings(before: string, after: string): Comparison {
  const items = diffChecklists(readChecklist(before), readChecklist(after));
  return { lines: compareTexts(before, after), items };
}
