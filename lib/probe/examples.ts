/**
 * For each kind a spec that works as it stands, once its variables have values, and what its lines can be about
 * (`messages/…/probe.json` says what each is). For people who write their first one.
 */
export type KindExample = { text: string; subjects: readonly string[] };

export const examples = {
  http: {
    text: `kind: http
target: "{{BASE_URL}}/health"
assert:
  - status == 200
  - time < 500ms
`,
    subjects: ["status", "time", "header NAME", "body", "$.path"],
  },
  health: {
    text: `kind: health
target: "{{BASE_URL}}/health"
assert:
  - health == pass
`,
    subjects: ["health", "time", "header NAME", "$.path"],
  },
  latency: {
    text: `kind: latency
target: "{{BASE_URL}}/"
assert:
  - p95 < 500ms
`,
    subjects: ["p95", "max", "errors"],
  },
  metrics: {
    text: `kind: metrics
target: "{{METRICS_URL}}"
assert:
  - all cpu_utilization_ratio < 70%
`,
    subjects: ["NAME", "rate NAME", "p95 NAME"],
  },
  promql: {
    text: `kind: promql
target: "{{PROMETHEUS_URL}}"
query: sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m]))
assert:
  - value in ratio < 1%
`,
    subjects: ["value"],
  },
  json: {
    text: `kind: json
target: "{{OPENSEARCH_URL}}/_cluster/health"
assert:
  - $.status == "green"
  - $.timed_out == false
`,
    subjects: ["$.path", "status", "time", "header NAME"],
  },
  tls: {
    text: `kind: tls
target: "{{HOST}}:443"
assert:
  - chain == trusted
  - host == matches
  - days left >= 30
  - key == strong
  - protocol >= TLSv1.2
`,
    subjects: ["chain", "host", "days left", "key", "protocol"],
  },
  dns: {
    text: `kind: dns
target: system
name: "{{HOST}}"
type: A
assert:
  - count >= 1
`,
    subjects: ["records", "count", "time"],
  },
  tcp: {
    text: `kind: tcp
target: "{{REDIS_HOST}}:6379"
protocol: redis
assert:
  - reply == pong
`,
    subjects: ["open", "reply", "banner", "time"],
  },
  https: {
    text: `kind: https
target: "http://{{HOST}}/"
assert:
  - plain != open
`,
    subjects: ["plain", "status", "time", "header NAME"],
  },
  headers: {
    text: `kind: headers
target: "{{BASE_URL}}/"
assert:
  - hsts == good
  - csp != missing
  - nosniff == good
  - frames == good
  - referrer == good
`,
    subjects: ["hsts", "csp", "nosniff", "frames", "referrer", "status", "header NAME"],
  },
  cors: {
    text: `kind: cors
target: "{{API_URL}}/"
origin: "https://app.example.com"
assert:
  - allowed == yes
  - foreign == refused
  - "null == refused"
`,
    subjects: ["allowed", "foreign", "null"],
  },
  "rate-limit": {
    text: `kind: rate-limit
target: "{{API_URL}}/"
requests: 50
assert:
  - limited == yes
`,
    subjects: ["limited"],
  },
  auth: {
    text: `kind: auth
target: "{{API_URL}}/me"
headers:
  authorization: "Bearer {{secret.API_TOKEN}}"
assert:
  - anonymous == refused
  - token == accepted
`,
    subjects: ["anonymous", "token", "wrong"],
  },
  waf: {
    text: `kind: waf
target: "{{BASE_URL}}/"
assert:
  - marker == refused
`,
    subjects: ["marker"],
  },
} as const satisfies Record<string, KindExample>;

export type ExampleKind = keyof typeof examples;
export const exampleKinds = Object.keys(examples) as ExampleKind[];

/** The name under which a subject is worded: `days left` → `days_left`, `$.path` → `path`. */
export const subjectKey = (subject: string): string =>
  subject
    .replace("$.", "")
    .replace(/ NAME$/, "")
    .replaceAll(" ", "_");
