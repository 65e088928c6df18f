import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { flattenItems } from "@/lib/checklist/outline";
import { readChecklist } from "@/lib/checklist/read";
import { answerRequest } from "@/lib/template/reading";
import { offerFor } from "@/lib/testing/offers";

/** Every item of the built-in checklist: what is offered for it, or why nothing is. */

const certificate = "tls {{HOST}}:443: chain == trusted, host == matches, days left >= 14";
const names = "dns system name {{HOST}}: count >= 1";
const database = "tcp {{DATABASE_HOST}}:5432 protocol postgres: reply == accepting";
const health = "health {{BASE_URL}}/health: health == pass";
const cluster = (line: string) => `json {{OPENSEARCH_URL}}/_cluster/health: status == 200, ${line}`;
const metric = (line: string) => `metrics {{METRICS_URL}}: ${line}`;
const promql = (query: string, line: string) => `promql {{PROMETHEUS_URL}} query ${query}: ${line}`;
const door = "auth {{API_URL}}/me: anonymous == refused, wrong == refused, token == accepted";
const headers =
  "headers {{BASE_URL}}/: hsts == good, csp == good, nosniff == good, frames == good, referrer == good";
const ecs = "aws_ecs_containerinsights";
const elb = "aws_applicationelb";
const hosts = `${elb}_healthy_host_count_minimum`;

/** The label, what is offered, and the same in Korean. */
const offered: readonly (readonly [string, string, ...string[]])[] = [
  ["Domain name configured (if applicable)", names, "도메인 이름 설정 완료 (해당하는 경우)"],
  ["SSL certificates ready", certificate, "SSL 인증서 준비 완료"],
  ["Confirm RDS PostgreSQL is running", database, "RDS PostgreSQL 실행 확인"],
  [
    "Verify OpenSearch cluster is healthy",
    cluster('$.status == "green"'),
    "OpenSearch 클러스터 정상 확인",
    "OpenSearch 클러스터 상태 확인",
  ],
  [
    "Check ElastiCache Redis status",
    "tcp {{REDIS_HOST}}:6379 protocol redis: reply == pong",
    "ElastiCache Redis 상태 확인",
  ],
  ["Connect to RDS instance", database, "RDS 인스턴스에 연결", "RDS 인스턴스 접속"],
  ["Test database connectivity", database, "데이터베이스 연결 테스트"],
  [
    "Verify ECS tasks are running",
    promql(
      `min(${ecs}_running_task_count_minimum / ${ecs}_desired_task_count_maximum)`,
      "value >= 1",
    ),
    "ECS 태스크 실행 확인",
    "ECS 작업이 실행 중인지 확인",
  ],
  [
    "Check task health status",
    promql(`max(${ecs}_un_healthy_container_health_status_maximum)`, "value == 0"),
    "태스크 헬스 상태 확인",
  ],
  [
    "Verify ALB is active",
    "tcp {{LOAD_BALANCER_HOST}}:443: open == yes",
    "ALB 활성 상태 확인",
    "로드 밸런서 동작 확인",
  ],
  [
    "Test health check endpoint",
    health,
    "헬스 체크 엔드포인트 테스트",
    "상태 확인 엔드포인트 점검",
  ],
  [
    "Confirm target groups are healthy",
    promql(`min(${hosts} / (${hosts} + ${elb}_un_healthy_host_count_maximum))`, "value >= 1"),
    "대상 그룹 정상 여부 확인",
    "타깃 그룹 상태 확인",
  ],
  [
    "Verify WAF rules are active",
    "waf {{BASE_URL}}/: marker == refused",
    "WAF 규칙 활성화 확인",
    "웹 방화벽 동작 확인",
  ],
  ["Test DNS resolution", names, "DNS 해석 테스트", "DNS 조회 확인"],
  ["Verify SSL certificate", certificate, "SSL 인증서 확인"],
  [
    "Test OpenSearch connectivity",
    cluster("$.timed_out == false"),
    "OpenSearch 연결 테스트",
    "오픈서치 연결 확인",
  ],
  [
    "Verify Redis caching",
    promql("sum(rate(redis_keyspace_hits_total[5m]))", "value > 0"),
    "Redis 캐싱 확인",
    "Redis 캐싱 정상 동작 확인",
  ],
  ["Health endpoint responding (200 OK)", health, "헬스 엔드포인트 응답 (200 OK)"],
  ["API endpoints accessible", "http {{API_URL}}: status == 2xx", "API 엔드포인트 접근 가능"],
  ["Authentication working", door, "인증 동작 확인", "인증 정상 작동"],
  [
    "Database queries executing",
    promql('sum(rate(pg_stat_database_xact_commit{datname="{{DATABASE_NAME}}"}[5m]))', "value > 0"),
    "데이터베이스 쿼리 실행 확인",
    "데이터베이스 쿼리 정상 처리",
  ],
  ["Search functionality operational", "json {{SEARCH_URL}}: $.total >= 1", "검색 기능 정상 동작"],
  [
    "Admin dashboard accessible",
    "http {{ADMIN_URL}} redirects 3: status == 2xx",
    "관리자 대시보드 접근 가능",
  ],
  [
    "Response time < 500ms (p95)",
    "latency {{BASE_URL}}: p95 < 500ms",
    "응답 시간 < 500ms (p95)",
    "응답 시간(p95) 500ms 미만",
    "95 백분위 응답 시간 500 밀리초 미만",
  ],
  ["CPU utilization < 70%", metric("all cpu_utilization_ratio < 70%"), "CPU 사용률 70% 미만"],
  ["Memory usage < 80%", metric("all memory_usage_ratio < 80%"), "메모리 사용량 < 80%"],
  [
    "Database connection pool healthy",
    metric("max db_client_connection_pending_requests == 0"),
    "데이터베이스 연결 풀 정상",
    "DB 커넥션 풀 상태 확인",
  ],
  ["Cache hit ratio > 80%", metric("all cache_hit_ratio > 80%"), "캐시 적중률 80% 초과"],
  ["HTTPS enforced", "https http://{{HOST}}/: plain != open", "HTTPS 강제 적용"],
  ["Security headers present", headers, "보안 헤더 확인"],
  [
    "Rate limiting active",
    "rate-limit {{API_URL}} requests 100: limited == yes",
    "요청 속도 제한 활성화",
    "속도 제한 동작 확인",
  ],
  [
    "Input validation working",
    "http {{INVALID_INPUT_URL}}: status == 400",
    "입력값 검증 동작 확인",
    "입력 유효성 검사 작동",
  ],
  ["JWT authentication verified", door, "JWT 인증 확인"],
  [
    "CORS configured correctly",
    "cors {{API_URL}} origin {{APP_ORIGIN}}: allowed == yes, foreign == refused, null == refused",
    "CORS 설정 확인",
  ],
  [
    "Verify previous version is running",
    'json {{BASE_URL}}/version: $.version == "{{PREVIOUS_VERSION}}"',
    "이전 버전 실행 확인",
  ],
];

/** Why a machine that looks from outside cannot prove the others. */
const withheld: Readonly<Record<string, readonly string[]>> = {
  "a decision, a text or a message of people": [
    "Code review completed and approved",
    "CHANGELOG.md updated",
    "API documentation updated",
    "README.md current",
    "Deployment guide reviewed",
    "Troubleshooting guide available",
    "Runbook prepared",
    "Bilingual documentation complete (Korean/English)",
    "Backup strategy documented",
    "Disaster recovery plan in place",
    "Review terraform.tfvars configuration",
    "Document the issue",
    "Notify stakeholders",
    "Update incident report",
    "Stakeholders notified",
    "Support team briefed",
    "User communications sent",
    "Training completed",
    "SLA documented",
    "Update status page",
    "Schedule post-deployment review",
    "Review user feedback",
    "Address critical issues",
    "Analyze usage patterns",
    "Review cost metrics",
    "Optimize auto-scaling",
    "Update documentation",
    "Conduct post-mortem",
    "Plan optimizations",
    "Review security posture",
    "Update disaster recovery procedures",
  ],
  "the result of another tool, which has its own record": [
    "All code merged to main branch",
    "Version tag created (v1.0.0)",
    "No critical security vulnerabilities (Snyk/Trivy scan passed)",
    "Unit tests passing (Coverage: 84.9% ✓)",
    "Integration tests passing (96.9% pass rate ✓)",
    "E2E tests completed",
    "Performance tests passed",
    "Security tests passed",
    "Load testing completed",
    "Run smoke tests",
  ],
  "a step that is taken; what it leads to is proven by other items": [
    "Run Terraform plan",
    "Apply Terraform (create infrastructure)",
    "Run database migrations",
    "Create initial admin user",
    "Build Docker image",
    "Push to ECR",
    "Deploy to ECS Fargate",
    "Execute rollback:",
    "Enable production monitoring",
    "Activate alerting",
    "Archive deployment artifacts",
  ],
  "seen only by who is signed in to the cloud account": [
    "AWS account access verified",
    "IAM roles and permissions configured",
    "Production environment variables prepared",
    "Secrets stored in AWS Secrets Manager",
    "API keys and tokens secured",
    "Verify VPC and networking",
    "Confirm S3 buckets created",
    "Verify CloudWatch log groups",
    "Verify auto-scaling configuration",
    "CloudWatch dashboards displaying data",
  ],
  "inside a process or a database, behind credentials that no probe takes": [
    "Database connection strings verified",
    "Feature flags configured",
    "Verify pgvector extension installed",
    "Verify database schema",
  ],
  "shown only by doing it: by a file that is stored, a mail that arrives, an alert that wakes somebody":
    [
      "Test S3 file uploads",
      "Verify email service (if applicable)",
      "Test external API integrations",
      "Verify Korean language processing",
      "Critical alerts configured and tested",
    ],
  "a tool that the item does not name, whose own page is the proof": [
    "Log aggregation working",
    "APM metrics visible",
    "Error tracking operational",
  ],
  "names no bound, so no figure would be right or wrong": [
    "Monitor error rates",
    "Check performance metrics",
  ],
};

const seed = readFileSync(new URL("../../checklist/testdata/seed.md", import.meta.url), "utf8");
const items = flattenItems(readChecklist(seed)).map(({ item }) => item);
const withheldLabels = Object.entries(withheld).flatMap(([why, labels]) =>
  labels.map((label) => [label, why] as const),
);

test("the table has every item once, and nothing else", () => {
  const table = [...offered, ...withheldLabels].map(([label]) => label);
  expect(items).toHaveLength(111);
  expect(table.toSorted()).toEqual(items.map(({ label }) => label).toSorted());
});

describe("offered", () => {
  test.each(offered)("%s", (label, offer, ...korean) => {
    const item = items.find((one) => one.label === label);
    expect(offerFor(label, item?.command?.text)).toBe(offer);
    expect(korean).not.toHaveLength(0);
    for (const other of korean) expect([other, offerFor(other)]).toEqual([other, offer]);
  });
});

test.each(withheldLabels)("nothing for %s: %s", (label) => {
  const item = items.find((one) => one.label === label);
  expect(offerFor(label, item?.command?.text)).toBeNull();
});

test("all of them taken at once are read back as probes of their items", () => {
  const read = answerRequest({ kind: "read", text: seed });
  if (read.kind !== "read") throw new Error("the checklist is not read");
  const taken = answerRequest({ kind: "probes", text: seed, offers: read.reading.probes });
  if (taken.kind !== "accepted") throw new Error("the offers are refused");
  expect(taken.accepted.missed).toEqual([]);
  const withProbe = flattenItems(readChecklist(taken.accepted.text)).filter(
    ({ item }) => item.probe?.error === null && item.probe.spec !== null,
  );
  expect(withProbe.map(({ item }) => item.label)).toEqual(
    items.map(({ label }) => label).filter((label) => offered.some(([one]) => one === label)),
  );
});
