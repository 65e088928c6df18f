import type { Differs, Named } from "@/lib/deployment/differs";
import type { Coverage, Evidence } from "@/lib/sign-off/manifest";
import type { LateWords } from "@/lib/sign-off/membership";
import type { Closing } from "@/lib/sign-off/rules";

export type StatementFacts = {
  kind: "team" | "deployed_by" | "approved_by";
  signer: string;
  team: string | null;
  project: string;
  version: string;
  environment: string;
  artifact: string | null;
  /** What the signature leads to, as of event `seen`: names as the document writes them. */
  follows: { still: string[]; opens: string[]; live: boolean; closes: boolean };
  coverage: Coverage;
  evidence: Evidence;
  /** Titles of the sections that it is about; null: everything above. */
  sections: string[] | null;
  closing: Closing | null;
  /** From the project's default template. */
  differs: Differs | null;
  /** How long it holds, in milliseconds; null: for good. */
  lastsMs: number | null;
  /** The member in whose name it is given, and until when that was delegated. */
  away: { name: string; until: string } | null;
  /** Of a signer who joined the team after the deployment was made. */
  late: LateWords | null;
  seen: number;
  shortHash: string;
};

type Words = (facts: StatementFacts) => string[];

const outcomes = {
  en: { success: "Success", partial: "Partial", failed: "Failed" },
  ko: { success: "성공", partial: "부분 성공", failed: "실패" },
} as const;

const namedAtMost = 5;

/** “one”, “two” and how many more; `all`: how many there are, where not all names are given. */
function listed(names: readonly string[], more: (n: number) => string, all = names.length): string {
  const shown = names.slice(0, namedAtMost).map((name) => `“${name}”`);
  const rest = all - shown.length;
  return [...shown, ...(rest > 0 ? [more(rest)] : [])].join(", ");
}

/** 2026-11-23 09:12 UTC: the same words wherever they are read. */
const minute = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

const andMore = (n: number) => `${n} more`;

/** Statements are evidence: their words stand here, with the code that freezes them, not among screen texts. */
function followsInEnglish({ kind, follows }: StatementFacts): string {
  const { still, opens, live, closes } = follows;
  const said = [
    ...(closes ? ["With it the deployment is sealed with this outcome."] : []),
    ...(still.length > 0 && kind === "team"
      ? [`Still to sign beside it: ${listed(still, andMore)}.`]
      : []),
    ...(still.length > 0 && kind !== "team"
      ? ["An approver who did not deploy has to approve the closing."]
      : []),
    ...(live ? ["With it the deployment is live."] : []),
    ...(opens.length > 0 ? [`It opens ${listed(opens, andMore)}.`] : []),
  ];
  return said.length > 0 ? said.join(" ") : "Nothing further opens by it.";
}

const countOf = (n: number, one: string) => `${n} ${one}${n === 1 ? "" : "s"}`;

function differsInEnglish({ differs }: StatementFacts): string[] {
  if (!differs) return [];
  const { template, signOffs, items, probes, policy } = differs;
  const some = ({ n, first }: Named, one: string, is: (n: number) => string) =>
    n === 0 ? [] : [`${countOf(n, one)} ${is(n)}: ${listed(first, andMore, n)}`];
  const are = (word: string) => (n: number) => `${n === 1 ? "is" : "are"} ${word}`;
  const said = [
    ...some(signOffs.missing, "sign-off", are("missing")),
    ...some(items.missing, "item", are("missing")),
    ...some(items.changed, "item", (n) => (n === 1 ? "reads otherwise" : "read otherwise")),
    ...some(probes, "probe", are("missing or another")),
    ...(signOffs.added > 0 ? [`${countOf(signOffs.added, "sign-off")} more`] : []),
    ...(items.added > 0 ? [`${countOf(items.added, "item")} more`] : []),
    ...(policy ? ["its policy is another"] : []),
  ];
  const which = `“${template.name}”, version ${template.number}`;
  return [`Its checklist differs from the project's template ${which}: ${said.join("; ")}.`];
}

function lateInEnglish({ late, team, away }: StatementFacts): string[] {
  if (!late) return [];
  const { joinedAt, addedBy, confirmedBy } = late;
  const [subject, object] = away ? [away.name, "them"] : ["I", "me"];
  const who = `${addedBy ?? "The system"} added ${object} and ${confirmedBy} confirmed it.`;
  return [
    `${subject} joined ${team} after this deployment was made, at ${minute(joinedAt)}: ${who}`,
  ];
}

const units = [
  { ms: 86_400_000, en: ["day", "days"], ko: "일" },
  { ms: 3_600_000, en: ["hour", "hours"], ko: "시간" },
  { ms: 60_000, en: ["minute", "minutes"], ko: "분" },
  { ms: 1_000, en: ["second", "seconds"], ko: "초" },
] as const;

/** In the largest unit that it is a whole number of. */
function span(ms: number, locale: "en" | "ko"): string {
  const unit = units.find((one) => ms % one.ms === 0) ?? units[3];
  const n = ms / unit.ms;
  return locale === "ko" ? `${n}${unit.ko}` : `${n} ${unit.en[n === 1 ? 0 : 1]}`;
}

const english: Words = (facts) => {
  const { coverage, closing, evidence, artifact, away } = facts;
  const { overridden } = coverage;
  const what = `${facts.project} ${facts.version} on ${facts.environment}`;
  const first =
    facts.kind === "team"
      ? `I, ${facts.signer}, sign for ${facts.team}${away ? ` on behalf of ${away.name}` : ""} that ${what} may go on.`
      : facts.kind === "deployed_by"
        ? `I, ${facts.signer}, deployed ${what} and close it as ${closing ? outcomes.en[closing.outcome] : "-"}.`
        : `I, ${facts.signer}, approve the closing of ${what} as ${closing ? outcomes.en[closing.outcome] : "-"}.`;
  return [
    first,
    ...(away ? [`${away.name} is away and delegated this to me until ${minute(away.until)}.`] : []),
    ...lateInEnglish(facts),
    ...differsInEnglish(facts),
    ...(artifact ? [`Artifact ${artifact}.`] : []),
    followsInEnglish(facts),
    `It covers ${coverage.items} ${coverage.items === 1 ? "item" : "items"}: ${coverage.done} done, ${coverage.notApplicable} not applicable, ${coverage.waived.length} waived; ${overridden.length} ticked against a probe's verdict${
      overridden.length > 0
        ? `: ${listed(
            overridden.map(({ label }) => label),
            andMore,
          )}`
        : ""
    }.`,
    ...(facts.sections ? [`It is about these sections only: ${facts.sections.join(", ")}.`] : []),
    ...(evidence.oldest
      ? [`Probes measured: ${evidence.runs}, the oldest at ${minute(evidence.oldest)}.`]
      : []),
    ...(facts.lastsMs === null
      ? []
      : [`It holds for ${span(facts.lastsMs, "en")}; after that it has to be given again.`]),
    ...(closing?.notes ? [`Notes: ${closing.notes}`] : []),
    `State ${facts.shortHash}, after event ${facts.seen}.`,
  ];
};

const koreanMore = (n: number) => `외 ${n}개`;

function followsInKorean({ kind, follows }: StatementFacts): string {
  const { still, opens, live, closes } = follows;
  const said = [
    ...(closes ? ["이 서명으로 배포가 이 결과로 봉인됩니다."] : []),
    ...(still.length > 0 && kind === "team"
      ? [`함께 서명해야 할 항목: ${listed(still, koreanMore)}.`]
      : []),
    ...(still.length > 0 && kind !== "team"
      ? ["배포하지 않은 승인자가 종료를 승인해야 합니다."]
      : []),
    ...(live ? ["이 서명으로 운영이 시작됩니다."] : []),
    ...(opens.length > 0 ? [`이 서명으로 열리는 부분: ${listed(opens, koreanMore)}.`] : []),
  ];
  return said.length > 0 ? said.join(" ") : "이 서명으로 더 열리는 부분은 없습니다.";
}

function differsInKorean({ differs }: StatementFacts): string[] {
  if (!differs) return [];
  const { template, signOffs, items, probes, policy } = differs;
  const some = ({ n, first }: Named, what: string) =>
    n === 0 ? [] : [`${what} ${n}개(${listed(first, koreanMore, n)})`];
  const said = [
    ...some(signOffs.missing, "빠진 서명"),
    ...some(items.missing, "빠진 항목"),
    ...some(items.changed, "내용이 다른 항목"),
    ...some(probes, "빠지거나 다른 프로브"),
    ...(signOffs.added > 0 ? [`추가된 서명 ${signOffs.added}개`] : []),
    ...(items.added > 0 ? [`추가된 항목 ${items.added}개`] : []),
    ...(policy ? ["다른 정책"] : []),
  ];
  const which = `“${template.name}” 버전 ${template.number}`;
  return [`이 체크리스트는 프로젝트의 기본 템플릿 ${which}과(와) 다릅니다: ${said.join(", ")}.`];
}

function lateInKorean({ late, team, signer, away }: StatementFacts): string[] {
  if (!late) return [];
  const { joinedAt, addedBy, confirmedBy } = late;
  const who = `추가 ${addedBy ?? "시스템"}, 확인 ${confirmedBy}`;
  return [
    `${away?.name ?? signer}은(는) 이 배포가 만들어진 뒤 ${minute(joinedAt)}에 ${team}에 합류하였습니다(${who}).`,
  ];
}

const korean: Words = (facts) => {
  const { coverage, closing, evidence, artifact, away } = facts;
  const { overridden } = coverage;
  const what = `${facts.environment}의 ${facts.project} ${facts.version}`;
  const outcome = closing ? outcomes.ko[closing.outcome] : "-";
  const first =
    facts.kind === "team"
      ? `${facts.signer}은(는) ${away ? `부재 중인 ${away.name}을(를) 대신해 ` : ""}${facts.team}을(를) 대표하여 ${what}의 진행에 동의합니다.`
      : facts.kind === "deployed_by"
        ? `${facts.signer}은(는) ${what}을(를) 배포하였으며 "${outcome}"(으)로 종료합니다.`
        : `${facts.signer}은(는) ${what}을(를) "${outcome}"(으)로 종료하는 것을 승인합니다.`;
  return [
    first,
    ...(away ? [`${away.name}의 위임 기한: ${minute(away.until)}.`] : []),
    ...lateInKorean(facts),
    ...differsInKorean(facts),
    ...(artifact ? [`아티팩트 ${artifact}.`] : []),
    followsInKorean(facts),
    `대상 항목 ${coverage.items}개: 완료 ${coverage.done}개, 해당 없음 ${coverage.notApplicable}개, 면제 ${coverage.waived.length}개, 프로브 판정과 다르게 완료 처리 ${overridden.length}개${
      overridden.length > 0
        ? `(${listed(
            overridden.map(({ label }) => label),
            koreanMore,
          )})`
        : ""
    }.`,
    ...(facts.sections ? [`다음 섹션만 대상으로 합니다: ${facts.sections.join(", ")}.`] : []),
    ...(evidence.oldest
      ? [`측정된 프로브 ${evidence.runs}개, 가장 오래된 측정 ${minute(evidence.oldest)}.`]
      : []),
    ...(facts.lastsMs === null
      ? []
      : [`이 서명은 ${span(facts.lastsMs, "ko")} 동안 유효하며, 그 뒤에는 다시 서명해야 합니다.`]),
    ...(closing?.notes ? [`비고: ${closing.notes}`] : []),
    `상태 ${facts.shortHash}, 이벤트 ${facts.seen}번까지.`,
  ];
};

/** The exact words of a signature, one sentence a line. */
export function statementText(locale: "en" | "ko", facts: StatementFacts): string {
  return (locale === "ko" ? korean : english)(facts).join("\n");
}
