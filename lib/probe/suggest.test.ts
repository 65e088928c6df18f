import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseSpecText } from "@/lib/probe/spec";
import { suggestProbes, suggestSpec } from "@/lib/probe/suggest";

const health = "http {{BASE_URL}}/health: status == 200";
const certificate = "tls {{HOST}}:443: chain == trusted, host == matches, days left >= 14";
const api = "http {{API_URL}}: status == 2xx";
const admin = "http {{ADMIN_URL}}: status == 2xx";
const green = 'http {{OPENSEARCH_URL}}/_cluster/health: status == 200, $.status == "green"';
const search = "http {{OPENSEARCH_URL}}/: status == 200";
const metric = (line: string) => `metrics {{METRICS_URL}}: ${line}`;

/** Every item of the seed that is offered a probe. All others are offered none, on purpose. */
const offered: Record<string, string> = {
  "SSL certificates ready": certificate,
  "Verify OpenSearch cluster is healthy": green,
  "Test health check endpoint": "http {{BASE_URL}}/health: status == 2xx",
  "Verify SSL certificate": certificate,
  "Test OpenSearch connectivity": search,
  "Health endpoint responding (200 OK)": health,
  "API endpoints accessible": api,
  "Admin dashboard accessible": admin,
  "CPU utilization < 70%": metric("all cpu_utilization_ratio < 70%"),
  "Memory usage < 80%": metric("all memory_usage_ratio < 80%"),
  "Cache hit ratio > 80%": metric("all cache_hit_ratio > 80%"),
};

/** Items of the seed that a machine can prove, but not with these three kinds. */
const notYet = [
  "Response time < 500ms (p95)",
  "HTTPS enforced",
  "Security headers present",
  "Rate limiting active",
  "CORS configured correctly",
  "JWT authentication verified",
  "Test DNS resolution",
  "Check ElastiCache Redis status",
  "Verify WAF rules are active",
];

function shown(label: string, command: string | null = null): string | null {
  const text = suggestSpec({
    label,
    command: command === null ? null : { language: "bash", text: command, line: 1, attached: true },
  });
  if (text === null) return null;
  const read = parseSpecText(text);
  if (!read.ok) throw new Error(JSON.stringify(read.issues));
  return `${read.spec.kind} ${read.spec.target}: ${read.spec.assert.join(", ")}`;
}

const seed = readFileSync(new URL("../checklist/testdata/seed.md", import.meta.url), "utf8");
const labels = [...seed.matchAll(/^\s*(?:-|\d+\.) \[ \] (.*)$/gm)].map((found) => found[1] ?? "");

describe("every item of the seed", () => {
  test("is in the document", () => {
    expect(labels).toHaveLength(116);
    for (const label of [...Object.keys(offered), ...notYet]) expect(labels).toContain(label);
  });

  test.each(labels)("%s", (label) => {
    expect(shown(label)).toBe(offered[label] ?? null);
  });
});

test.each([
  ["헬스 엔드포인트 응답 (200 OK)", health],
  ["헬스 체크 엔드포인트 테스트", "http {{BASE_URL}}/health: status == 2xx"],
  ["SSL 인증서 확인", certificate],
  ["SSL 인증서 준비 완료", certificate],
  ["CPU 사용률 < 70%", metric("all cpu_utilization_ratio < 70%")],
  ["CPU 사용률 70% 미만", metric("all cpu_utilization_ratio < 70%")],
  ["메모리 사용량 80% 이하", metric("all memory_usage_ratio <= 80%")],
  ["캐시 적중률 80% 이상", metric("all cache_hit_ratio >= 80%")],
  ["응답 시간 < 500ms", "http {{BASE_URL}}: status == 2xx, time < 500ms"],
  ["응답 시간 < 500ms (p95)", null],
  ["API 엔드포인트 접근 가능", api],
  ["관리자 대시보드 접근 가능", admin],
  ["OpenSearch 클러스터 정상 확인", green],
  ["OpenSearch 연결 테스트", search],
  ["보안 헤더 확인", null],
  ["SSL 인증서 갱신 계획", null],
])("in Korean: %s", (label, expected) => {
  expect(shown(label)).toBe(expected);
});

test.each([
  ["CPU utilization at most 70.5 %", metric("all cpu_utilization_ratio <= 70.5%")],
  ["CPU utilization is fine", null],
  ["Response time under 2s", "http {{BASE_URL}}: status == 2xx, time < 2s"],
  ["Average response time < 500ms", null],
  ["GET /healthz answers 204", "http {{BASE_URL}}/healthz: status == 204"],
  ["TLS certificate documentation updated", null],
  ["Test external API is reachable", null],
])("in other words: %s", (label, expected) => {
  expect(shown(label)).toBe(expected);
});

test("the path is the one that the item's own command calls", () => {
  expect(shown("Test health check endpoint", "curl https://your-domain.com/api/health")).toBe(
    "http {{BASE_URL}}/api/health: status == 2xx",
  );
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
