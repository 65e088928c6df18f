import { type NextRequest, NextResponse } from "next/server";
import { PATH_HEADER } from "@/lib/auth/next-path";

const isDev = process.env.NODE_ENV === "development";

/**
 * Only scripts with this request's nonce run, and what they load. Style attributes (the width of a
 * progress bar) are allowed, style elements are not. Development needs eval and a socket to reload.
 */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDev ? " 'unsafe-eval'" : ""}`,
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    `connect-src 'self'${isDev ? " ws:" : ""}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join("; ");
}

export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const csp = policy(nonce);
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from the policy of the request.
  headers.set("content-security-policy", csp);
  // Layouts do not know their path; the way to the sign-in page leads back to it.
  headers.set(PATH_HEADER, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", csp);
  return response;
}

/** Documents only: assets, the API, prefetches and server actions answer without a page to protect. */
export const config = {
  matcher: [
    {
      source: "/((?!api/|_next/|.*\\.(?:svg|png|ico|webmanifest)$).*)",
      missing: [
        { type: "header", key: "next-action" },
        { type: "header", key: "rsc" },
        { type: "header", key: "next-router-prefetch" },
      ],
    },
  ],
};
