import type { ChecklistItem, ProbeOffer } from "@/lib/checklist/schema";

type Suggestible = Pick<ChecklistItem, "key" | "line" | "label" | "command" | "probe"> & {
  children: Suggestible[];
};
type Sections = { items: Suggestible[] }[];

/**
 * Offers a probe for the items that one of the kinds can honestly prove, in English and Korean.
 * Offered to a person, never applied: paths and metric names are a first guess.
 * An item that needs a kind which is not there (a percentile, a DNS record) gets no offer: a probe
 * that proves something else is worse than none.
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

type Recognisable = Pick<ChecklistItem, "label" | "command">;
type Recogniser = { when: RegExp; unless?: RegExp; spec(item: Recognisable): string | null };

/** The YAML of a fitting spec, or null. */
export function suggestSpec(item: Recognisable): string | null {
  for (const { when, unless, spec } of recognisers) {
    if (when.test(item.label) && !unless?.test(item.label)) return spec(item);
  }
  return null;
}

/** Somebody writes, renews or orders the thing: there is nothing to look at yet. */
const paperwork =
  /\b(document|documentation|order|renew|request|plan|schedule|review)\w*\b|문서|갱신|신청|계획|검토/i;

const recognisers: readonly Recogniser[] = [
  {
    when: /health[\s-]?(check)?[\s-]*(end[\s-]?point|url|api)|\/(health|healthz|ready|readyz|live|livez)\b|(헬스|상태)\s*(체크|확인)?\s*(엔드포인트|url|api)/i,
    unless: paperwork,
    spec: (item) =>
      write("http", `{{BASE_URL}}${pathIn(item) ?? "/health"}`, [
        `status == ${statusIn(item.label)}`,
      ]),
  },
  {
    when: /(ssl|tls|https)\b.{0,20}\bcert|(ssl|tls|https).{0,4}인증서/i,
    unless: paperwork,
    spec: () =>
      write("tls", "{{HOST}}:443", ["chain == trusted", "host == matches", "days left >= 14"]),
  },
  {
    when: /(open|elastic)\s?search.*(healthy|green|cluster health)|(open|elastic)\s?search.*(클러스터|cluster).*(정상|상태|건강)/i,
    unless: paperwork,
    spec: () =>
      write("http", "{{OPENSEARCH_URL}}/_cluster/health", ["status == 200", '$.status == "green"']),
  },
  {
    when: /(open|elastic)\s?search.*(connect|reachab|accessib)|(open|elastic)\s?search.*(연결|접속|접근)/i,
    unless: paperwork,
    spec: () => write("http", "{{OPENSEARCH_URL}}/", ["status == 200"]),
  },
  {
    when: /\bcpu\b.*(utili[sz]ation|usage|load)|\bcpu\s*(사용률|사용량|이용률|부하)/i,
    spec: ({ label }) => share(label, "cpu_utilization_ratio"),
  },
  {
    when: /\bmemory\b.*(utili[sz]ation|usage)|메모리\s*(사용률|사용량|이용률)/i,
    spec: ({ label }) => share(label, "memory_usage_ratio"),
  },
  {
    when: /\bdisk\b.*(utili[sz]ation|usage)|디스크\s*(사용률|사용량|이용률)/i,
    spec: ({ label }) => share(label, "disk_usage_ratio"),
  },
  {
    when: /cache.{0,3}hit.{0,3}(ratio|rate)|캐시\s*(적중률|히트율|히트\s*비율)/i,
    spec: ({ label }) => share(label, "cache_hit_ratio"),
  },
  {
    when: /error rate|(오류율|에러율|에러\s*비율)/i,
    spec: ({ label }) => share(label, "error_ratio"),
  },
  {
    when: /response time|latency|응답\s*시간|지연\s*시간/i,
    // One request's time is no percentile and no average.
    unless: /\bp\d{2}\b|percentile|median|average|\bavg\b|\bmean\b|백분위|평균|중앙값/i,
    spec: ({ label }) => responseTime(label),
  },
  {
    when: /\bapi\b.*\b(accessible|reachable|responding|available)\b|\bapi\b.*(접근|접속|응답)/i,
    unless: /external|third|외부/i,
    spec: () => write("http", "{{API_URL}}", ["status == 2xx"]),
  },
  {
    when: /\badmin\b.*\b(accessible|reachable|responding|available)\b|관리자.*(접근|접속)/i,
    spec: () => write("http", "{{ADMIN_URL}}", ["status == 2xx"], ["redirects: 3"]),
  },
];

function write(kind: string, target: string, assert: string[], options: string[] = []): string {
  const lines = assert.map((line) => `  - ${line}`);
  return [`kind: ${kind}`, `target: "${target}"`, "assert:", ...lines, ...options, ""].join("\n");
}

/** A bound in percent on every series of a metric; none without a bound. */
function share(label: string, metric: string): string | null {
  const bound = boundIn(label, "%");
  return bound === null ? null : write("metrics", "{{METRICS_URL}}", [`all ${metric} ${bound}`]);
}

function responseTime(label: string): string | null {
  const bound = boundIn(label, "ms") ?? boundIn(label, "s");
  return bound === null ? null : write("http", "{{BASE_URL}}", ["status == 2xx", `time ${bound}`]);
}

const comparisons: readonly [RegExp, string][] = [
  [/^(<=|≤|at most|up to|이하)$/i, "<="],
  [/^(>=|≥|at least|이상)$/i, ">="],
  [/^(<|under|below|less than|미만)$/i, "<"],
  [/^(>|over|above|more than|초과)$/i, ">"],
];

/** `< 70%` out of "CPU utilization < 70%", "CPU under 70 %" or "CPU 사용률 70% 미만". */
function boundIn(label: string, unit: string): string | null {
  const amount = `(\\d+(?:\\.\\d+)?)\\s*${unit}(?![A-Za-z])`;
  const before = new RegExp(
    `(<=|≤|>=|≥|<|>|at most|up to|at least|under|below|less than|over|above|more than)\\s*${amount}`,
    "i",
  ).exec(label);
  const after = new RegExp(`${amount}\\s*(미만|이하|이상|초과)`).exec(label);
  const word = before?.[1] ?? after?.[2];
  const digits = before?.[2] ?? after?.[1];
  const op = comparisons.find(([words]) => word !== undefined && words.test(word))?.[1];
  return op === undefined ? null : `${op} ${digits}${unit}`;
}

function statusIn(label: string): string {
  return /\b([1-5]\d\d)\b/.exec(label)?.[1] ?? "2xx";
}

/** The path that the item itself names, in its label or in the address that its command calls. */
function pathIn({ label, command }: Recognisable): string | null {
  const called = /https?:\/\/[^\s/'"]+(\/[\w./-]+)/.exec(command?.text ?? "")?.[1];
  return called ?? /(?:^|\s)(\/[\w./-]+)/.exec(label)?.[1] ?? null;
}
