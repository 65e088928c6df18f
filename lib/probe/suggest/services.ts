import { boundIn } from "@/lib/probe/suggest/bounds";
import { portIn } from "@/lib/probe/suggest/place";
import { type Recognisable, type Recogniser, write } from "@/lib/probe/suggest/recogniser";

/** What stands behind the application: databases, caches, search, load balancers, names and certificates. */

const postgres = (item: Recognisable) =>
  write(
    "tcp",
    `{{DATABASE_HOST}}:${portIn(item, 5432)}`,
    ["reply == accepting"],
    ["protocol: postgres"],
  );

const redis = (item: Recognisable) =>
  write("tcp", `{{REDIS_HOST}}:${portIn(item, 6379)}`, ["reply == pong"], ["protocol: redis"]);

const clusterHealth = (line: string) =>
  write("json", "{{OPENSEARCH_URL}}/_cluster/health", ["status == 200", line]);

export const services: readonly Recogniser[] = [
  {
    when: /\b(rds|postgres(ql)?|database|db)\b.{0,30}\b(running|up|connect\w*|reachable|accessible|available)\b|\bconnect\w*\b.{0,20}\b(rds|postgres(ql)?|database|db)\b|(\b(rds|postgres(ql)?|db)\b|데이터베이스).{0,15}(연결|접속|실행|가동|구동|기동)/i,
    // Connection strings and pools are other things; other databases are greeted otherwise.
    unless:
      /pool|string|count|usage|limit|quer(y|ies)|migrat|exporter|my\s?sql|mariadb|mongo|oracle|sql server|cassandra|dynamo|커넥션\s*풀|연결\s*풀|문자열|쿼리|질의|마이그레이션/i,
    spec: postgres,
  },
  {
    when: /\bredis\b.{0,30}\b(status|running|up|healthy|available|reachable|responding|connect\w*|ping)\b|\b(connect\w*|ping)\b.{0,15}\bredis\b|(\bredis\b|레디스).{0,15}(상태|실행|가동|구동|정상|연결|접속|응답)/i,
    unless: /\bcaching\b|exporter|캐싱/i,
    spec: redis,
  },
  {
    when: /(open|elastic)\s?search.*(healthy|green|cluster health)|(오픈|엘라스틱)?\s?(open|elastic)?\s?(search|서치).*(클러스터|cluster).*(정상|상태|건강|green)/i,
    // Which of two colours is good enough would have to be two probes.
    unless: /yellow|옐로/i,
    spec: () => clusterHealth('$.status == "green"'),
  },
  {
    // A sign-in page would answer too; only the cluster itself tells of its health.
    when: /(open|elastic)\s?search.*(connect|reachab|accessib)|((open|elastic)\s?search|(오픈|엘라스틱)\s?서치).*(연결|접속|접근)/i,
    spec: () => clusterHealth("$.timed_out == false"),
  },
  {
    when: /\b(alb|nlb|load[\s-]?balancer)\b.{0,15}\b(active|up|running|reachable|responding|listening|available)\b|(\b(alb|nlb)\b|로드\s*밸런서).{0,8}(활성|동작|작동|정상|실행|응답)/i,
    spec: (item) => write("tcp", `{{LOAD_BALANCER_HOST}}:${portIn(item, 443)}`, ["open == yes"]),
  },
  {
    when: /\bdns\b.{0,25}\b(resol\w*|records?|propagat\w*|lookups?|works?|working|configured|correct\w*|points?)\b|\bresolv\w*\b.{0,20}\bdns\b|\bdomain( names?)?\b.{0,20}\b(configured|resolv\w*|points?|ready|propagated)\b|\bdns\b.{0,10}(해석|조회|확인|전파|레코드|설정|리졸|이름|질의)|도메인.{0,10}(설정|구성|연결|해석|조회)/i,
    unless: /\bsec\b|dnssec|private|internal|내부/i,
    spec: (item) => dns(item),
  },
  {
    when: /(ssl|tls|https)\b.{0,20}\bcert|\bcertificates?\b.{0,25}\b(valid|expir\w*|trusted)\b|(ssl|tls|https)?.{0,4}인증서/i,
    unless: /client|mtls|root|code.?sign|클라이언트|루트|공동|공인\s*인증서/i,
    spec: (item) => certificate(item),
  },
];

const recordTypes = /\b(AAAA|CNAME|MX|TXT|NS|CAA|SRV)\b/;

/** The type and the server that the item or its `dig` names; an address in the label is what must come. */
function dns({ label, command }: Recognisable): string {
  const asked = command?.text ?? "";
  const type = recordTypes.exec(label)?.[1] ?? recordTypes.exec(asked)?.[1] ?? "A";
  const server = /\s@(\d{1,3}(?:\.\d{1,3}){3})\b/.exec(asked)?.[1];
  const address = /(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])/.exec(label)?.[1];
  const line =
    address === undefined || type !== "A" ? "count >= 1" : `records contains "${address}"`;
  const fields = ['name: "{{HOST}}"', ...(type === "A" ? [] : [`type: ${type}`])];
  return write("dns", server === undefined ? "system" : `${server}:53`, [line], fields);
}

/** With the days that the label asks for. "Ends within 30 days" would be the opposite: nothing is offered. */
function certificate(item: Recognisable): string | null {
  const bound = boundIn(item.label, "days");
  if (bound !== null && bound.op !== ">" && bound.op !== ">=") return null;
  const days = bound === null ? ">= 14" : `${bound.op} ${bound.amount}`;
  const lines = ["chain == trusted", "host == matches", `days left ${days}`];
  return write("tls", `{{HOST}}:${portIn(item, 443)}`, lines);
}
