import type { ChecklistItem, ProbeOffer } from "@/lib/checklist/schema";
import { application } from "@/lib/probe/suggest/application";
import { allBoundsIn } from "@/lib/probe/suggest/bounds";
import { figures } from "@/lib/probe/suggest/figures";
import type { Recognisable, Recogniser } from "@/lib/probe/suggest/recogniser";
import { security } from "@/lib/probe/suggest/security";
import { services } from "@/lib/probe/suggest/services";

type Suggestible = Pick<ChecklistItem, "key" | "line" | "label" | "command" | "probe"> & {
  children: Suggestible[];
};
type Sections = { items: Suggestible[] }[];

/**
 * Offers a probe for the items that one of the kinds can honestly prove, in English and Korean.
 * Offered to a person, never applied: paths and metric names are a first guess. A probe that proves
 * something else than its item says is worse than none.
 */
export function suggestProbes(checklist: { stages: { sections: Sections }[] }): ProbeOffer[] {
  const items = checklist.stages.flatMap(({ sections }) => sections.flatMap((one) => one.items));
  return items.flatMap(offersFor);
}

function offersFor(item: Suggestible): ProbeOffer[] {
  const own = item.probe === null ? suggestSpec(item) : null;
  const offer = own === null ? [] : [{ itemKey: item.key, line: item.line, spec: own }];
  return [...offer, ...item.children.flatMap(offersFor)];
}

/** The YAML of a fitting spec, or null. */
export function suggestSpec({ label: whole, command }: Recognisable): string | null {
  const label = whole.slice(0, longestLabel);
  const item = {
    label,
    command: command && { ...command, text: command.text.slice(0, longestCommand) },
  };
  if (elsewhere.some((words) => words.test(label))) return null;
  const known = recognisers.find(({ when, unless }) => when.test(label) && !unless?.test(label));
  const spec = known?.spec(item) ?? null;
  // A bound that the probe does not ask for would be left unproven.
  const asked = allBoundsIn(label).every(({ op, amount }) => spec?.includes(`${op} ${amount}`));
  return asked ? spec : null;
}

/** Some expressions take quadratic time; nothing that people write is longer. */
const longestLabel = 300;
const longestCommand = 2000;

/** Where the same words speak of something that is not there to be looked at. */
const elsewhere: readonly RegExp[] = [
  // Somebody writes, orders or plans it.
  /^(request|order|buy|obtain|apply for)\b|\b(document(ed|ation|s)?|order(ed)?|renew\w*|plan(s|ned|ning)?|schedul\w*|review(ed|s)?|brief\w*|train(ed|ing)|approv\w*|diagram)\b|문서|갱신|신청|계획|검토|교육|승인/i,
  // It is being taken away.
  /\b(disabl\w*|remov\w*|delet\w*|decommission\w*|bypass\w*|turn(ed)? off)\b|비활성|해제|삭제|제거/i,
  // Another part of it, or another one.
  /\b(back-?ups?|snapshots?|fail-?over|standby|replicas?|staging|logs?|logging|reports?|costs?|index(es|ing)?|flush\w*|invalidat\w*|purg\w*|upload\w*|cookies?|pinn\w*|vpn|without)\b|백업|스냅샷|장애|스테이징|로그(?!인)|보고|비용|색인|초기화|무효화|권한|형식|개발|이관/i,
  // What watches or scales by it, or the test of it.
  /\b(alert\w*|alarms?|notif\w*|thresholds?|auto-?\s?scal\w*|(unit|integration|e2e|load|regression) tests?|test cases?)\b|경보|알림|알람|경고|임계|오토\s*스케일|자동\s*확장|(단위|통합|부하|회귀)\s*테스트/i,
];

const recognisers: readonly Recogniser[] = [...application, ...figures, ...security, ...services];
