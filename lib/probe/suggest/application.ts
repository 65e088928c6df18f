import { urlOf } from "@/lib/probe/suggest/place";
import { type Recognisable, type Recogniser, write } from "@/lib/probe/suggest/recogniser";

/** What the application itself answers. */

export const application: readonly Recogniser[] = [
  {
    when: /health[\s-]?(check)?[\s-]*(end[\s-]?point|url|api)|\/(health|healthz|ready|readyz|live|livez)\b.{0,20}(\b(returns?|answers?|respon\w+|ok|up|[1-5]\d\d)\b|응답|확인|점검|정상)|(헬스|상태)\s*(체크|확인|점검)?\s*(엔드포인트|url|api)/i,
    spec: (item) => health(item),
  },
  {
    when: /\bprevious (version|release)\b.{0,15}\b(running|active|restored|live|deployed|serving)\b|(이전|직전)\s*(버전|릴리스).{0,12}(실행|동작|작동|가동|구동|복원)/i,
    spec: (item) => version(item, "PREVIOUS_VERSION"),
  },
  {
    when: /\b(new|deployed) (version|release)\b.{0,15}\b(running|active|live|deployed|serving)\b|(새|신규)\s*(버전|릴리스).{0,12}(실행|동작|작동|가동|구동)/i,
    spec: (item) => version(item, "version"),
  },
  {
    when: /\badmin\b.{0,25}\b(accessible|reachable|responding|available)\b|(관리자|어드민).{0,20}(접근|접속)/i,
    unless: /only|restrict|not |denied|vpn|전용|제한|차단|불가/i,
    spec: () => write("http", "{{ADMIN_URL}}", ["status == 2xx"], ["redirects: 3"]),
  },
  {
    when: /\bapis?\b.{0,25}\b(accessible|reachable|responding|available)\b|\bapi\b.{0,20}(접근|접속|응답)/i,
    unless: /external|third|partner|key|token|time|외부|제휴|타사|시간|키|토큰|제한/i,
    spec: (item) => write("http", urlOf(item, "API_URL", ""), ["status == 2xx"]),
  },
  {
    // The address is that of a search that must find something.
    when: /\bsearch\b.{0,20}\b(functional\w*|operational|works?|working)\b|검색.{0,8}(기능|동작|작동|정상)/i,
    unless: /(open|elastic)\s?search|search console|engine optimi/i,
    spec: (item) => write("json", urlOf(item, "SEARCH_URL", ""), ["$.total >= 1"]),
  },
  {
    // The address is one whose input must be refused: with 400, for a 401 or 404 would say nothing about input.
    when: /\binput validation\b|\b(invalid|malformed) (input|request)s?\b.{0,20}\b(reject|refus)\w*|입력\s*(값|데이터)?\s*(유효성|검증)/i,
    spec: () => write("http", "{{INVALID_INPUT_URL}}", ["status == 400"]),
  },
];

/** A status of its own is asked for over plain HTTP; "200 OK" is what a healthy endpoint answers anyway. */
function health(item: Recognisable): string {
  const url = urlOf(item, "BASE_URL", "/health");
  const status = /\b([1-5]\d\d)\b/.exec(item.label)?.[1] ?? "200";
  return status === "200"
    ? write("health", url, ["health == pass"])
    : write("http", url, [`status == ${status}`]);
}

function version(item: Recognisable, variable: string): string {
  return write("json", urlOf(item, "BASE_URL", "/version"), [`$.version == "{{${variable}}}"`]);
}
