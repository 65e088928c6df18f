// The floors of the house: imports go down only. See docs/architecture.md.
const WRITES_AND_READS = "(^|/|-)(commands?|queries)\\.ts$|/(commands|queries)/";
const TESTS =
  "(\\.test\\.tsx?$|^lib/testing/|^e2e/|^bench/|/testdata/|^vitest\\.config|^playwright\\.config)";
const ABOVE = {
  checklist: "deployment|sign-off|probe|verdict|gate|share",
  deployment: "sign-off|probe|verdict|gate|share",
  "sign-off": "verdict|gate|share",
  probe: "verdict|gate|share",
  verdict: "gate|share",
};

const upwards = (name, from, to) => ({
  name,
  severity: "error",
  from: { path: from, pathNot: TESTS },
  to: { path: to },
});

module.exports = {
  forbidden: [
    upwards("core-is-the-lowest-floor", "^lib/core/", "^(app|components)/|^lib/(?!core/)"),
    upwards("log-knows-core-only", "^lib/log/", "^(app|components)/|^lib/(?!core/|log/)"),
    upwards(
      "command-knows-log-and-core-only",
      "^lib/command/",
      "^(app|components)/|^lib/(?!core/|log/|command/)",
    ),
    upwards("domains-know-no-screens", "^lib/", "^(app|components)/"),
    upwards("components-know-no-routes", "^components/", "^app/"),
    {
      name: "components-neither-read-nor-write-themselves",
      comment: "Components import schema, rules, cache and actions.",
      severity: "error",
      from: { path: "^components/", pathNot: TESTS },
      to: { path: `^lib/.*(${WRITES_AND_READS})|^lib/(core/db|command/|log/(?!event\\.ts))` },
    },
    ...Object.entries(ABOVE).map(([domain, above]) => ({
      name: `${domain}-writes-and-reads-downwards`,
      severity: "error",
      from: { path: `^lib/${domain}/`, pathNot: TESTS },
      to: { path: `^lib/(${above})/.*(commands?|queries)\\.ts$` },
    })),
    {
      name: "one-door-to-the-database",
      comment:
        "Commands, queries, runners, command, log and core reach the database; nothing else.",
      severity: "error",
      from: {
        path: "^(app|components|lib)/",
        pathNot: [
          TESTS,
          "^lib/(core|log|command|auth|worker|process)/",
          WRITES_AND_READS,
          "/(runner|places|documents|held|presence|read-[a-z-]+)\\.ts$",
        ],
      },
      to: {
        path: "^lib/core/db\\.ts$|^lib/core/generated/client\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "pure-rules",
      comment:
        "rules and schema decide and describe: no clock, no disk, no database, no framework.",
      severity: "error",
      from: { path: "^lib/.*/(rules|schema)\\.ts$" },
      to: {
        path: `${WRITES_AND_READS}|^lib/(core/db|core/env|command/|log/append)|node_modules/(pg|next|react|@prisma)/`,
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "sockets-through-the-guard",
      comment: "What a probe reaches is decided in one place.",
      severity: "error",
      from: {
        path: "^(app|components|lib)/",
        pathNot: [
          TESTS,
          "^lib/process/",
          "^lib/probe/(guard|http-request|handshake|certificate-anchors|name-server)\\.ts$",
        ],
      },
      to: {
        path: "^(net|tls|dgram|dns|dns/promises|http|https|http2|undici)$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "no-tests-in-the-product",
      severity: "error",
      from: { path: "^(app|components|lib|prisma)/", pathNot: TESTS },
      to: { path: "\\.test\\.tsx?$|^lib/testing/" },
    },
    {
      name: "no-circles",
      severity: "error",
      from: { pathNot: "^lib/core/generated/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only", "dynamic-import"] } },
    },
    {
      name: "nothing-unresolved",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^mdast$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|dist|\\.data)/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js", ".cjs", ".json"],
    },
  },
};
