import type { startKindServers } from "@/e2e/kind-servers";

/** An item with the probe that is bound to it, and what its evidence has to show. */
export type ProbedItem = {
  kind: string;
  label: string;
  /** The probe's spec without its kind. */
  spec: string;
  verdict: "Pass" | "Fail" | "Inconclusive";
  shows: readonly (string | RegExp)[];
  /** Bursts or provokes: runs only when it is asked for alone. */
  alone?: true;
};

type Servers = Awaited<ReturnType<typeof startKindServers>>;

const bearer = 'headers:\n  authorization: "Bearer {{secret.API_TOKEN}}"';

/** One probe of each kind that passes; then one that fails and two that measure nothing. */
export function probedItems({ ca, fingerprint, httpsPort }: Servers): ProbedItem[] {
  const trusted = `ca: |\n  ${ca.trimEnd().replaceAll("\n", "\n  ")}`;
  const pass = (
    kind: string,
    label: string,
    spec: string,
    ...shows: ProbedItem["shows"]
  ): ProbedItem => ({ kind, label, spec, verdict: "Pass", shows });
  return [
    pass(
      "http",
      "The address tells who asks",
      `target: "{{BASE_URL}}/echo"\n${bearer}\nassert:\n  - status == 200\n  - $.status == "seen"`,
      "The answer’s status was 200.",
      '$.status in the answer is "seen".',
      "[secret API_TOKEN]",
    ),
    pass(
      "health",
      "Health endpoint responding (200 OK)",
      'target: "{{BASE_URL}}/health"',
      "It says that it is well",
      "health == pass",
    ),
    pass(
      "latency",
      "Response time < 5s (p95)",
      'target: "{{BASE_URL}}/"\nassert:\n  - p95 < 5s',
      /95% of the requests took at most/,
      /\d+ requests/,
    ),
    pass(
      "metrics",
      "CPU utilization < 70%",
      'target: "{{BASE_URL}}/metrics"\nassert:\n  - all cpu_utilization_ratio < 70%',
      /the one that decides is 41%/,
      "less than 70%",
    ),
    pass(
      "promql",
      "Error rate < 1%",
      'target: "{{BASE_URL}}"\nquery: sum(rate(errors_total[5m]))\nassert:\n  - value in ratio < 1%',
      "The query answers 0.2%.",
    ),
    pass(
      "json",
      "Verify OpenSearch cluster is healthy",
      'target: "{{BASE_URL}}/_cluster/health"\nassert:\n  - $.status == "green"',
      '$.status in the answer is "green".',
    ),
    pass(
      "tls",
      "Verify SSL certificate",
      `target: "{{TLS_PLACE}}"\n${trusted}`,
      "The certificate leads to a trusted root.",
      "The certificate is for this name.",
      fingerprint,
    ),
    pass(
      "dns",
      "Test DNS resolution",
      'target: "{{NAME_SERVER}}"\nname: app.example.com\nassert:\n  - records == ["203.0.113.7"]',
      /The name server gives these records: .*203\.0\.113\.7/,
    ),
    pass(
      "tcp",
      "Check ElastiCache Redis status",
      'target: "{{REDIS_PLACE}}"\nprotocol: redis',
      "The port answers.",
      "Redis answers PING.",
      "+PONG",
    ),
    pass(
      "tcp",
      "Confirm RDS PostgreSQL is running",
      'target: "{{DATABASE_PLACE}}"\nprotocol: postgres',
      "PostgreSQL accepts connections.",
    ),
    pass(
      "https",
      "HTTPS enforced",
      `target: "{{PLAIN_URL}}/"\nhttpsPort: ${httpsPort}`,
      "Plain HTTP leads to HTTPS on the same host at once.",
      /status 301/,
    ),
    pass(
      "headers",
      "Security headers present",
      `target: "{{SECURE_URL}}/"\n${trusted}\nassert:\n  - csp == good\n  - nosniff == good\n  - frames == good\n  - referrer == good`,
      "A content security policy limits what the page may run.",
      "Other sites cannot put the page in a frame.",
    ),
    pass(
      "cors",
      "CORS configured correctly",
      'target: "{{BASE_URL}}/cors"\norigin: "{{APP_ORIGIN}}"',
      "The allowed origin gets through, preflight included.",
      "A foreign origin is not let in.",
    ),
    {
      ...pass(
        "rate-limit",
        "Rate limiting active",
        'target: "{{BASE_URL}}/limited"\nrequests: 40',
        "The burst met a limit.",
        /429 after \d+/,
      ),
      alone: true,
    },
    pass(
      "auth",
      "JWT authentication verified",
      `target: "{{BASE_URL}}/me"\n${bearer}\nassert:\n  - wrong == refused`,
      "Without a token it is refused.",
      "With a wrong token it is refused.",
      "With the token it is let in.",
    ),
    {
      ...pass(
        "waf",
        "Verify WAF rules are active",
        'target: "{{BASE_URL}}/guarded"',
        "The request that looks like an attack is refused.",
      ),
      alone: true,
    },
    {
      kind: "metrics",
      label: "Disk usage < 85%",
      spec: 'target: "{{BASE_URL}}/metrics"\nassert:\n  - all disk_usage_ratio < 85%',
      verdict: "Fail",
      shows: [/the one that decides is 93%/, "less than 85%"],
    },
    {
      kind: "metrics",
      label: "Cache hit ratio > 80%",
      spec: 'target: "{{BASE_URL}}/metrics"\nassert:\n  - all cache_hit_ratio > 80%',
      verdict: "Inconclusive",
      shows: ["There is no such value in the answer.", "more than 80%"],
    },
    {
      kind: "http",
      label: "Admin dashboard accessible",
      // Another address of this machine, which the environment does not allow.
      spec: 'target: "http://127.0.0.2:8080/"',
      verdict: "Inconclusive",
      shows: [/127\.0\.0\.2/],
    },
  ];
}

export const specOf = ({ kind, spec }: ProbedItem): string => `kind: ${kind}\n${spec}\n`;

/** A checklist of these items, each with its probe beneath it. */
export function checklistOf(items: readonly ProbedItem[]): string {
  const blocks = items.map((item) => {
    const lines = ["```probe", ...specOf(item).trimEnd().split("\n"), "```"];
    return [`- [ ] ${item.label}`, ...lines.map((line) => `  ${line}`)].join("\n");
  });
  return `# Fifteen kinds\n\n## Verification\n\n${blocks.join("\n")}\n`;
}
