import type { Outcome, StageKind } from "@/lib/checklist/schema";
import { withoutOrnament } from "@/lib/checklist/slug";

// JavaScript's \b knows only ASCII: Korean words stand beside it, without.
const approvalWords =
  /\bsign[\s-]?offs?\b|\bapprov(?:als?|ers?|ed)\b|\bauthori[sz]ations?\b|승인|결재|서명|사인[\s-]?오프/i;
const checkWords = /\bverif|\bvalidat|\bsmoke|\btest|\bsanity|\bchecks?\b|검증|확인|점검|테스트/i;
const followWords =
  /\bfollow[\s-]?ups?\b|\btasks?\b|\bactivit|\bactions?\b|\breviews?\b|\bcare\b|\bclean[\s-]?up|\bmonitor|후속|회고|과제|작업|안정화|모니터링/i;

/** Asked in this order; the first that matches names the stage. */
const kindRules: [RegExp, StageKind][] = [
  [
    /\broll[\s-]?back|\bback[\s-]?out\b|\bfall[\s-]?back\b|\brevert|롤백|되돌리기|원복/i,
    "rollback",
  ],
  [
    /\bpre[\s-]?(?:deploy|release|launch|flight|rollout|migration|install|upgrade|cutover|go[\s-]?live|production|requisite|check)|\bprerequisites?\b|\bbefore\b|사전|전제|(?:배포|오픈|작업|릴리[스즈]|출시)\s*(?:이)?전(?!환)/i,
    "prepare",
  ],
  [
    /\bgo(?:ing)?[\s-]?live\b(?!\s*(?:\+|review))(?<!\bpost[\s-]?go[\s-]?live)(?<!\bafter go[\s-]?live)/i,
    "go-live",
  ],
];

const laterRules: [RegExp, StageKind][] = [
  [
    /\bfollow[\s-]?ups?\b|\bpost[\s-]?mortem|\bretrospective|\bhyper[\s-]?care|\bafter[\s-]?care|\bclose[\s-]?out|\b(?:day|week|month)\s*\d|후속|사후|회고|안정화/i,
    "follow-up",
  ],
  [
    /\blaunch|\bcut[\s-]?over\b|고[\s-]?라이브|서비스\s*개시|출시|런칭|라이브\s*전환|컷오버/i,
    "go-live",
  ],
  [/\bprepar|\breadiness\b|\bplanning\b|\bpre-|준비|계획/i, "prepare"],
  [/오픈/, "go-live"],
  [/\bverif|\bvalidat|\bsmoke|\bsanity|\bhealth|\bacceptance|검증|확인|점검/i, "verify"],
  [
    /\bdeploy|\breleas|\broll[\s-]?out|\binstall|\bmigrat|\bexecut|\bimplement|\bupgrade|배포|릴리[스즈]|설치|이관|마이그레이션|실행/i,
    "deploy",
  ],
  [/\btest|\bmonitor|\bchecks?\b|테스트|모니터링/i, "verify"],
  [approvalWords, "go-live"],
];

const afterwards =
  /\bpost[\s-]|\bpost(?=deploy|release|launch)|\bafter\b|사후|(?:배포|오픈|작업|릴리[스즈]|출시)\s*(?:이)?후/i;

/** The kind of a stage by the words of its heading, in English or Korean; `other` when none is known. */
export function stageKind(title: string): StageKind {
  const words = withoutOrnament(title);
  for (const [pattern, kind] of kindRules) if (pattern.test(words)) return kind;
  if (afterwards.test(words)) {
    if (checkWords.test(words)) return "verify";
    if (followWords.test(words) || /사후/.test(words)) return "follow-up";
    // "Post-Deployment" alone is where people verify; after a launch they follow up.
    return /launch|live|오픈|출시/i.test(words) ? "follow-up" : "verify";
  }
  if (approvalWords.test(words) && !/\bgo[\s-]?live/i.test(words)) return "go-live";
  for (const [pattern, kind] of laterRules) if (pattern.test(words)) return kind;
  return "other";
}

export function speaksOfApproval(title: string): boolean {
  return approvalWords.test(title);
}

export function speaksOfReferences(title: string): boolean {
  return /\breferences?\b|\bresources?\b|\blinks?\b|\bsee also\b|\b(?:related|further|supporting) (?:documents?|documentation|reading)|참고|참조|관련\s*(?:문서|자료|링크)|링크/i.test(
    title,
  );
}

export function speaksOfContacts(title: string): boolean {
  return /\bcontacts?\b|\bescalation\b|\bon[\s-]?call\b|연락/i.test(title);
}

/** "(if applicable)", "(optional)" and the Korean for them. */
export function isOptional(label: string): boolean {
  return /[([（][^()[\]（）]*(?:\bif applicable\b|\boptional\b|해당\s*(?:시|되는 경우|하는 경우)|선택(?:\s*사항)?)[^()[\]（）]*[)\]）]/i.test(
    label,
  );
}

const outcomeRules: [RegExp, Outcome][] = [
  [/^(?:partial|부분|일부)/i, "partial"],
  [/^(?:success|succeeded|성공)/i, "success"],
  [/^(?:fail|unsuccessful|rolled[\s-]?back|실패|롤백)/i, "failed"],
];

/** The outcome that a short label names ("Partial success"), or null. */
export function outcomeOf(label: string): Outcome | null {
  const words = withoutOrnament(label);
  // A sentence that begins with such a word ("Failed jobs are retried") is an item.
  if (words.length > 40 || words.trim().split(/\s+/).length > 3) return null;
  for (const [pattern, outcome] of outcomeRules) if (pattern.test(words)) return outcome;
  return null;
}

const fieldRules: [RegExp, string][] = [
  [/^(?:project|project name|system|application|프로젝트|프로젝트명|시스템|시스템명)$/i, "project"],
  [/^(?:version|release|release version|버전|릴리[스즈] 버전)$/i, "version"],
  [/^(?:environment|target environment|env|환경|배포 환경|대상 환경)$/i, "environment"],
  [
    /^(?:date|deployment date|release date|planned date|날짜|일자|배포일|배포 일자|배포 일시|배포 날짜)$/i,
    "date",
  ],
  [
    /^(?:deployed by|deployer|deployment lead|배포자|배포 담당|배포 담당자|배포 수행자|수행자)$/i,
    "deployedBy",
  ],
  [/^(?:approved by|approver|final approver|최종 승인자|승인자|승인)$/i, "approvedBy"],
  [/^(?:deployment status|status|outcome|result|배포 상태|배포 결과|상태|결과)$/i, "status"],
  [/^(?:notes?|comments?|remarks?|비고|메모|참고 사항|특이 사항)$/i, "notes"],
];

/** The fixed key of a well-known header or sign-off field, or null. */
export function knownField(label: string): string | null {
  const words = withoutOrnament(label).replace(/\s+/g, " ");
  for (const [pattern, key] of fieldRules) if (pattern.test(words)) return key;
  return null;
}

/** `____`: left to be filled in. */
export function isBlank(value: string): boolean {
  return /^[_\s.…]*$/.test(value);
}
