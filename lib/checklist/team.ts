const roleWords =
  /\b(?:teams?|leads?|owner|manager|director|officer|head|engineers?|engineering|developers?|development|dev|qa|quality|security|infosec|devops|devsecops|operations|ops|sre|dba|database|platform|infrastructure|product|business|stakeholders?|legal|compliance|architects?|architecture|support|release|cto|cio|ciso|ceo|po|pm|tech(?:nical)?|management|finance|marketing)\b|팀|담당|책임|관리자|리더|매니저|오너|개발|보안|운영|품질|기획|인프라/i;
const approval =
  /(?:\bapproval|\bapproved?|\bapproves|\bsign(?:ed|s)?[\s-]?off|\bsignature|\bconfirmation|승인(?:\s*완료)?|결재|서명|사인[\s-]?오프)\s*$/i;
const approvalBefore =
  /^(?:approved by|approval (?:from|by|of)|sign(?:ed)?[\s-]?off (?:by|from))\s+(?:the\s+)?/i;
const actions =
  /^(?:get|obtain|collect|request|schedule|send|notify|inform|verify|check|confirm|ensure|update|create|review|record|document|archive|enable|run|deploy|complete|wait|hold|share|prepare|publish|communicate)\b/i;

/** Blanks to be filled in behind the name: "QA Lead: ________ Date: ____". */
function withoutBlanks(label: string): string {
  return label.replace(/\s*[::]?\s*_{2,}.*$/, "").replace(/\s*[::]\s*$/, "");
}

/** True for "QA team approval": a team or role, and a word of approval. */
export function isTeamApproval(label: string): boolean {
  const words = withoutBlanks(label);
  if (words.length > 60 || actions.test(words)) return false;
  if (approvalBefore.test(words)) return roleWords.test(words.replace(approvalBefore, ""));
  return approval.test(words) && roleWords.test(words.replace(approval, ""));
}

const bareTeam =
  /^(?:[\p{L}&/-]+\s+){0,3}(?:teams?|leads?|owner|manager|director|officer|head|engineer|architect|sponsor|stakeholders?|representative)$|^(?:dev|development|engineering|qa|quality assurance|security|infosec|devops|devsecops|ops|operations|sre|dba|product|business|legal|compliance|architecture|support|management|cto|cio|ciso|ceo|po|pm)$|(?:팀|팀장|담당|담당자|책임자|관리자|리더|매니저|오너)$/iu;

/** Under a heading that speaks of sign-offs a bare team will do: "QA", "Security Lead: ____". */
export function isTeamName(label: string): boolean {
  const words = withoutBlanks(label);
  return (
    isTeamApproval(words) || (words.length <= 40 && !actions.test(words) && bareTeam.test(words))
  );
}

/** "QA team approval" → "QA": as written, less "team" and "approval". */
export function teamOf(label: string): string {
  const words = withoutBlanks(label);
  const team = words
    .replace(approvalBefore, "")
    .replace(approval, "")
    .replace(/\s+team\s*$/i, "")
    .replace(/\s*팀\s*$/, "")
    .trim();
  return team === "" ? words.trim() : team;
}
