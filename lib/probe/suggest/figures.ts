import { boundIn, boundsIn, shareIn, soakIn } from "@/lib/probe/suggest/bounds";
import { urlOf } from "@/lib/probe/suggest/place";
import { type Recognisable, type Recogniser, write } from "@/lib/probe/suggest/recogniser";

/** What is measured: times, shares, and what exporters tell of services that cannot be asked themselves. */

export const figures: readonly Recogniser[] = [
  {
    when: /response times?|latenc(y|ies)|응답\s*(시간|속도)|지연\s*시간|레이턴시/i,
    // An average is no percentile, and neither people's nor a database's time is the application's.
    unless:
      /average|support|customer|incident|ticket|고객|지원|\bavg\b|\bmean\b|평균|database|\bdb\b|quer(y|ies)|replica|데이터베이스|쿼리/i,
    spec: (item) => responseTime(item),
  },
  {
    when: /\bcpu\b.{0,10}(utili[sz]ation|usage|load)|\bcpu\s*(사용률|사용량|이용률|부하|점유율)/i,
    spec: ({ label }) => share(label, "cpu_utilization_ratio"),
  },
  {
    when: /\bmemory\b.{0,10}(utili[sz]ation|usage)|메모리\s*(사용률|사용량|이용률|점유율)/i,
    spec: ({ label }) => share(label, "memory_usage_ratio"),
  },
  {
    when: /\bdisk\b.{0,10}(utili[sz]ation|usage)|디스크\s*(사용률|사용량|이용률)/i,
    spec: ({ label }) => share(label, "disk_usage_ratio"),
  },
  {
    when: /cache.{0,3}hit.{0,3}(ratio|rate)|(캐시|cache)\s*(적중률|적중\s*비율|히트율|히트\s*(비율|레이트))/i,
    spec: ({ label }) => share(label, "cache_hit_ratio"),
  },
  {
    when: /error rate|(오류율|에러율|(에러|오류)\s*비율)/i,
    spec: ({ label }) => share(label, "error_ratio"),
  },
  {
    // Healthy: nobody waits for a connection.
    when: /\bconnection pools?\b.{0,20}\b(healthy|ok|fine|not exhausted|stable)\b|(연결|커넥션)\s*풀.{0,10}(정상|상태|건강|안정)/i,
    spec: () =>
      write("metrics", "{{METRICS_URL}}", ["max db_client_connection_pending_requests == 0"]),
  },
  {
    when: /\b(database|db|sql)\b.{0,10}\bquer(y|ies)\b.{0,15}\b(execut\w*|running|work\w*)\b|(데이터베이스|\bdb\b).{0,4}(쿼리|질의).{0,8}(실행|수행|동작|처리|정상)/i,
    spec: () =>
      promql(
        'sum(rate(pg_stat_database_xact_commit{datname="{{DATABASE_NAME}}"}[5m]))',
        "value > 0",
      ),
  },
  {
    // That it runs is another thing: it caches when what was stored is found again.
    when: /\bredis\b.{0,15}\bcach(e|ing)\b|(\bredis\b|레디스).{0,8}(캐싱|캐시)/i,
    spec: () => promql("sum(rate(redis_keyspace_hits_total[5m]))", "value > 0"),
  },
  {
    when: /\b(ecs|fargate)\b.{0,20}\b(tasks?|services?)\b.{0,15}\b(running|up)\b|\b(ecs|fargate)\b.{0,8}(태스크|작업|서비스).{0,8}(실행|구동|가동)/i,
    spec: () =>
      promql(
        `min(${ecs}_running_task_count_minimum / ${ecs}_desired_task_count_maximum)`,
        "value >= 1",
      ),
  },
  {
    when: /\btasks?\b.{0,10}\bhealth\b|\btasks?\b.{0,10}\bhealthy\b|태스크.{0,4}(헬스|상태|건강)/i,
    spec: () => promql(`max(${ecs}_un_healthy_container_health_status_maximum)`, "value == 0"),
  },
  {
    when: /\btarget groups?\b.{0,15}\bhealthy\b|(타깃|타겟|대상)\s*그룹.{0,8}(정상|상태|헬스|건강)/i,
    spec: () =>
      promql(
        `min(${elb}_healthy_host_count_minimum / (${elb}_healthy_host_count_minimum + ${elb}_un_healthy_host_count_maximum))`,
        "value >= 1",
      ),
  },
];

/** As Prometheus' exporters of CloudWatch write its namespaces. */
const ecs = "aws_ecs_containerinsights";
const elb = "aws_applicationelb";

const promql = (query: string, line: string) =>
  write("promql", "{{PROMETHEUS_URL}}", [line], [`query: ${query}`]);

/** A bound in percent on every series of a metric; none without a bound. */
function share(label: string, metric: string): string | null {
  const bound = shareIn(label);
  return bound === null
    ? null
    : write(
        "metrics",
        "{{METRICS_URL}}",
        [`all ${metric} ${bound.op} ${bound.amount}`],
        soakIn(label),
      );
}

const percentile =
  /\bp(\d{2}(?:\.\d)?)\b|\b(\d{2}(?:\.\d)?)\s*(?:th)?[\s-]*(?:percentile|백분위|번째\s*백분위|퍼센타일)|\b(median)\b|(중앙값)/gi;

/** Percentiles with their bounds, in the order of the label; one request's time where no percentile is named. */
function responseTime(item: Recognisable): string | null {
  const names = [...item.label.matchAll(percentile)].map(([, p, th]) => `p${p ?? th ?? "50"}`);
  const bounds = boundsIn(item.label, "time").filter(({ op }) => op === "<" || op === "<=");
  const url = urlOf(item, "BASE_URL", "");
  if (names.length === 0) {
    const bound = boundIn(item.label, "time");
    if (bound === null || bounds.length === 0) return null;
    return write(
      "http",
      url,
      ["status == 2xx", `time ${bound.op} ${bound.amount}`],
      soakIn(item.label),
    );
  }
  // Which bound is whose can be told only when there are as many.
  if (bounds.length !== names.length || new Set(names).size !== names.length) return null;
  const lines = bounds.map(({ op, amount }, index) => `${names[index]} ${op} ${amount}`);
  return write("latency", url, lines, soakIn(item.label));
}
