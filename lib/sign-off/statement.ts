import type { Coverage } from "@/lib/sign-off/manifest";
import type { Closing } from "@/lib/sign-off/rules";

export type StatementFacts = {
  kind: "team" | "deployed_by" | "approved_by";
  signer: string;
  team: string | null;
  project: string;
  version: string;
  environment: string;
  coverage: Coverage;
  closing: Closing | null;
  seen: number;
  shortHash: string;
};

type Words = (facts: StatementFacts) => string[];

const outcomes = {
  en: { success: "Success", partial: "Partial", failed: "Failed" },
  ko: { success: "성공", partial: "부분 성공", failed: "실패" },
} as const;

/** Statements are evidence: their words stand here, with the code that freezes them, not among screen texts. */
const english: Words = (facts) => {
  const { coverage, closing } = facts;
  const what = `${facts.project} ${facts.version} on ${facts.environment}`;
  const first =
    facts.kind === "team"
      ? `I, ${facts.signer}, sign for ${facts.team} that ${what} may go on.`
      : facts.kind === "deployed_by"
        ? `I, ${facts.signer}, deployed ${what} and close it as ${closing ? outcomes.en[closing.outcome] : "-"}.`
        : `I, ${facts.signer}, approve the closing of ${what} as ${closing ? outcomes.en[closing.outcome] : "-"}.`;
  return [
    first,
    `It covers ${coverage.items} items: ${coverage.done} done, ${coverage.notApplicable} not applicable, ${coverage.waived.length} waived; ${coverage.overridden.length} ticked against a probe's verdict.`,
    ...(closing?.notes ? [`Notes: ${closing.notes}`] : []),
    `State ${facts.shortHash}, after event ${facts.seen}.`,
  ];
};

const korean: Words = (facts) => {
  const { coverage, closing } = facts;
  const what = `${facts.environment}의 ${facts.project} ${facts.version}`;
  const outcome = closing ? outcomes.ko[closing.outcome] : "-";
  const first =
    facts.kind === "team"
      ? `${facts.signer}은(는) ${facts.team}을(를) 대표하여 ${what}의 진행에 동의합니다.`
      : facts.kind === "deployed_by"
        ? `${facts.signer}은(는) ${what}을(를) 배포하였으며 "${outcome}"(으)로 종료합니다.`
        : `${facts.signer}은(는) ${what}을(를) "${outcome}"(으)로 종료하는 것을 승인합니다.`;
  return [
    first,
    `대상 항목 ${coverage.items}개: 완료 ${coverage.done}개, 해당 없음 ${coverage.notApplicable}개, 면제 ${coverage.waived.length}개, 프로브 판정과 다르게 완료 처리 ${coverage.overridden.length}개.`,
    ...(closing?.notes ? [`비고: ${closing.notes}`] : []),
    `상태 ${facts.shortHash}, 이벤트 ${facts.seen}번까지.`,
  ];
};

/** The exact words of a signature, one sentence a line. */
export function statementText(locale: "en" | "ko", facts: StatementFacts): string {
  return (locale === "ko" ? korean : english)(facts).join("\n");
}
