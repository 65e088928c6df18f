import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suggestProbes } from "@/lib/probe/suggest";
import { offerFor } from "@/lib/testing/offers";

/** Words, bounds and places beyond the built-in checklist, whose items are in suggest/seed.test.ts. */

const metric = (line: string) => `metrics {{METRICS_URL}}: ${line}`;
const soaked = (span: string, line: string) => `metrics {{METRICS_URL}} ${span}: ${line}`;
const latency = (lines: string) => `latency {{BASE_URL}}: ${lines}`;
const time = (line: string) => `http {{BASE_URL}}: status == 2xx, time ${line}`;
const certificate = (days: string) =>
  `tls {{HOST}}:443: chain == trusted, host == matches, days left ${days}`;
const limit = (requests: number) => `rate-limit {{API_URL}} requests ${requests}: limited == yes`;

describe("the bound is the label's", () => {
  test.each([
    ["CPU utilization at most 70.5 %", metric("all cpu_utilization_ratio <= 70.5%")],
    ["CPU usage ≤ 70%", metric("all cpu_utilization_ratio <= 70%")],
    ["CPU usage should not exceed 70%", metric("all cpu_utilization_ratio <= 70%")],
    ["CPU usage stays below 70 percent", metric("all cpu_utilization_ratio < 70%")],
    ["CPU 사용률 70% 이하", metric("all cpu_utilization_ratio <= 70%")],
    ["CPU 사용률이 70퍼센트를 넘지 않음", metric("all cpu_utilization_ratio <= 70%")],
    ["CPU 사용률 최대 70%", metric("all cpu_utilization_ratio <= 70%")],
    ["CPU 사용률 ＜ ７０％", metric("all cpu_utilization_ratio < 70%")],
    ["메모리 사용률 80%를 초과하지 않음", metric("all memory_usage_ratio <= 80%")],
    ["Disk usage under 85%", metric("all disk_usage_ratio < 85%")],
    ["Cache hit ratio >= 0.8", metric("all cache_hit_ratio >= 80%")],
    ["Cache hit rate 80% or higher", metric("all cache_hit_ratio >= 80%")],
    ["캐시 적중률 80% 이상", metric("all cache_hit_ratio >= 80%")],
    ["캐시 히트율 최소 80%", metric("all cache_hit_ratio >= 80%")],
    ["Error rate < 0.1%", metric("all error_ratio < 0.1%")],
    ["에러율 1% 미만", metric("all error_ratio < 1%")],
    ["Response time under 2s", time("< 2s")],
    ["Response time < 1,500 ms", time("< 1500ms")],
    ["응답 시간 0.5초 이내", time("<= 0.5s")],
    ["API 응답 시간 300ms 이하", time("<= 300ms")],
    ["API response time p99 less than or equal to 800 ms", latency("p99 <= 800ms")],
    [
      "Error rate below 0.5% for 30 minutes",
      soaked("for 30 min, every 1 min", "all error_ratio < 0.5%"),
    ],
    ["에러율 1% 미만 2시간 동안 유지", soaked("for 2 h, every 5 min", "all error_ratio < 1%")],
    ["p99 latency < 1s", latency("p99 < 1s")],
    ["Median response time at most 200ms", latency("p50 <= 200ms")],
    ["95th percentile response time below 500 milliseconds", latency("p95 < 500ms")],
    ["Latency: p50 < 100ms, p95 < 0.5s", latency("p50 < 100ms, p95 < 0.5s")],
    ["p99 지연 시간 1초 이하", latency("p99 <= 1s")],
    ["응답 시간 중앙값 200ms 이하", latency("p50 <= 200ms")],
    ["SSL certificate valid for at least 30 days", certificate(">= 30")],
    ["TLS certificate expires in more than 60 days", certificate("> 60")],
    ["SSL 인증서 만료까지 30일 이상", certificate(">= 30")],
    ["Rate limiting active (20 requests per second)", limit(30)],
    ["속도 제한 확인 (분당 60회)", limit(70)],
  ])("%s", (label, offer) => {
    expect(offerFor(label)).toBe(offer);
  });
});

describe("nothing where the bound is missing, another's, or beyond reach", () => {
  test.each([
    "CPU utilization is fine",
    "CPU utilization < 70% and memory usage < 80%",
    "CPU utilization between 20% and 70%",
    "Cache hit ratio improved",
    "Average response time < 500ms",
    "평균 응답 시간 500ms 미만",
    "Response time p95 and p99 < 500ms",
    "Response time > 500ms (p95)",
    "Database query response time < 50ms",
    "SSL certificate expires within 10 days",
    "Rate limiting active (1000 requests per minute)",
    "Database connection count < 80%",
    "Redis connected in < 5ms",
    "CPU usage < 1 min",
    "OpenSearch cluster is healthy (green or yellow)",
  ])("%s", (label) => {
    expect(offerFor(label)).toBeNull();
  });
});

describe("nothing where the words speak of something else", () => {
  test.each([
    "TLS certificate documentation updated",
    "Order SSL certificate",
    "SSL 인증서 갱신 계획",
    "Client certificate verified",
    "Alert when CPU utilization > 90%",
    "CPU 사용률 90% 초과 시 알림",
    "Auto-scaling at CPU utilization > 70%",
    "Disable rate limiting",
    "속도 제한 해제",
    "Unit tests for CORS",
    "CORS 정책 검토",
    "Test external API is reachable",
    "외부 API 연동 테스트",
    "API 키 및 토큰 보안 확인",
    "API 문서 업데이트",
    "Database connection strings verified",
    "데이터베이스 연결 문자열 확인",
    "데이터베이스 마이그레이션 실행",
    "데이터베이스 스키마 확인",
    "MySQL database is running",
    "MongoDB 데이터베이스 연결 테스트",
    "Multi-factor authentication verified",
    "공동인증서 인증 확인",
    "이메일 인증 확인",
    "Admin dashboard accessible only from VPN",
    "관리자 계정 생성",
    "Search console verified",
    "검색 색인 문서 검토",
    "오토 스케일링 설정 확인",
    "로그 수집 동작 확인",
    "CloudWatch 대시보드 데이터 표시 확인",
    "S3 파일 업로드 테스트",
    "이메일 서비스 확인 (해당하는 경우)",
    "한국어 처리 확인",
    "ECS Fargate에 배포",
    "에러율 모니터링",
    "성능 지표 확인",
    "보안팀 승인",
    "Database backup is running",
    "RDS snapshot available",
    "데이터베이스 백업 실행 확인",
    "WAF logs enabled",
    "Authentication logs verified",
    "Password authentication disabled",
    "Rate limiting configured for login endpoint",
    "Throttling of batch jobs",
    "Load balancer running costs checked",
    "Search indexing works",
    "New version deployed to staging",
    "Redirect /health to new service",
    "Ensure API is reachable through VPN only",
    "Public API accessible without authentication",
    "HTTPS only cookies set",
    "HTTPS certificate pinned",
    "Customer response time < 2s",
    "장애 응답 시간 30초 이내",
    "관리자 접근 권한 확인",
    "API 응답 형식 확인",
    "검색 기능 개발 완료",
    "레디스 캐시 초기화",
  ])("%s", (label) => {
    expect(offerFor(label)).toBeNull();
  });
});

describe("in other words", () => {
  const postgres = "tcp {{DATABASE_HOST}}:5432 protocol postgres: reply == accepting";
  const headers = (words: string) => `headers {{BASE_URL}}/: ${words}`;
  test.each([
    ["GET /healthz answers 204", "http {{BASE_URL}}/healthz: status == 204"],
    ["GET /actuator/health responds", "health {{BASE_URL}}/actuator/health: health == pass"],
    ["PostgreSQL database is reachable", postgres],
    ["DB 접속 확인", postgres],
    ["Redis responds to PING", "tcp {{REDIS_HOST}}:6379 protocol redis: reply == pong"],
    ["레디스 연결 확인", "tcp {{REDIS_HOST}}:6379 protocol redis: reply == pong"],
    ["HSTS enabled", headers("hsts == good")],
    ["Content-Security-Policy header set", headers("csp == good")],
    ["X-Frame-Options present", headers("frames == good")],
    ["HTTP redirects to HTTPS", "https http://{{HOST}}/: plain != open"],
    ["HTTP를 HTTPS로 리다이렉트", "https http://{{HOST}}/: plain != open"],
    ["MX records for DNS correct", "dns system name {{HOST}} type MX: count >= 1"],
    [
      "DNS record points to 203.0.113.7",
      'dns system name {{HOST}}: records contains "203.0.113.7"',
    ],
    ["New version is running", 'json {{BASE_URL}}/version: $.version == "{{version}}"'],
    ["새 버전 동작 확인", 'json {{BASE_URL}}/version: $.version == "{{version}}"'],
  ])("%s", (label, offer) => {
    expect(offerFor(label)).toBe(offer);
  });
});

describe("path, port and server are those of the item's own command", () => {
  test.each([
    [
      "Test health check endpoint",
      "curl -fsS https://your-domain.com/api/health",
      "health {{BASE_URL}}/api/health: health == pass",
    ],
    [
      "Test health check endpoint",
      'curl "{{ADMIN_URL}}/healthz"',
      "health {{ADMIN_URL}}/healthz: health == pass",
    ],
    [
      "Check Redis status",
      "redis-cli -h cache.example.com -p 6380 ping",
      "tcp {{REDIS_HOST}}:6380 protocol redis: reply == pong",
    ],
    [
      "Test database connectivity",
      "nc -zv db.example.com 5433",
      "tcp {{DATABASE_HOST}}:5433 protocol postgres: reply == accepting",
    ],
    [
      "Test database connectivity",
      'psql "postgres://app@db.example.com:6432/app" -c "select 1"',
      "tcp {{DATABASE_HOST}}:6432 protocol postgres: reply == accepting",
    ],
    [
      "Verify SSL certificate",
      "openssl s_client -connect your-domain.com:8443 < /dev/null",
      "tls {{HOST}}:8443: chain == trusted, host == matches, days left >= 14",
    ],
    [
      "Test DNS resolution",
      "dig @1.1.1.1 +short your-domain.com AAAA",
      "dns 1.1.1.1:53 name {{HOST}} type AAAA: count >= 1",
    ],
  ])("%s: %s", (label, command, offer) => {
    expect(offerFor(label, command)).toBe(offer);
  });
});

test("items that have a probe get no offer; children do", () => {
  const bare = { line: 7, command: null, probe: null, children: [] };
  const probe = { text: "", spec: {}, error: null, line: 8 };
  const child = { ...bare, key: "memory", label: "Memory usage < 80%" };
  const items = [
    { ...bare, key: "tls", label: "Verify SSL certificate", probe },
    { ...bare, key: "performance", label: "Performance", children: [child] },
  ];
  const offers = suggestProbes({ stages: [{ sections: [{ items }] }] });
  expect(offers.map(({ itemKey, line }) => [itemKey, line])).toEqual([["memory", 7]]);
});

test("whatever a label and its command say, an offer is a valid spec", () => {
  const word = fc.constantFrom(
    ...[
      "Health endpoint",
      "/health",
      "returns",
      "204",
      "CPU usage",
      "<",
      "at least",
      "이하",
      "70",
      "%",
    ],
    ...[
      "500ms",
      "p95",
      "p99.9",
      "Response time",
      "응답 시간",
      "for 15 minutes",
      "DNS records",
      "AAAA",
    ],
    ...[
      "203.0.113.7",
      "SSL certificate",
      "30 days",
      "Rate limiting",
      "20 req/s",
      "JWT verified",
      "CORS",
    ],
    ...[
      '"',
      "'",
      ": ",
      "#",
      "{{X}}",
      "\\",
      "curl",
      "https://a.example:8443/x",
      "@1.1.1.1",
      "-p 99999",
    ],
  );
  const text = fc.array(fc.oneof({ weight: 9, arbitrary: word }, fc.string()), { maxLength: 8 });
  fc.assert(
    fc.property(text, fc.option(text), (label, command) => {
      offerFor(label.join(" "), command?.join(" ") ?? null);
    }),
    { numRuns: 2000 },
  );
});
