import { z } from "zod";
import type { HttpRequest } from "@/lib/probe/kind";
import { readDurationMs } from "@/lib/probe/quantity";
import { namesSecret } from "@/lib/probe/secrets";
import { headersField } from "@/lib/probe/spec-fields";

/** How the kinds that ask over HTTP ask: the fields of their specs, and the request made of them. */

const longestRequestBody = 16_384;

export const requestFields = {
  method: z
    .enum(["GET", "HEAD", "OPTIONS", "POST"], { error: "must be one of: GET, HEAD, OPTIONS, POST" })
    .optional(),
  headers: headersField,
  /** Sent as it stands, with POST only. */
  body: z
    .string()
    .max(longestRequestBody, { error: "takes at most 16 KiB" })
    .refine((text) => !namesSecret(text), {
      error: "must not hold a secret: it would be kept as evidence; secrets belong in headers",
    })
    .optional(),
};

/** What speaks against method, body and lines taken together, as zod issues. */
export function checkRequest(
  { method, body, assert }: { method?: string; body?: string; assert: string[] },
  context: z.RefinementCtx,
): void {
  const issue = (path: (string | number)[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  if (body !== undefined && method !== "POST") issue(["body"], "is sent with method: POST only");
  if (method !== "HEAD") return;
  assert.forEach((line, index) => {
    if (/^\s*(\$|body\b)/.test(line))
      issue(["assert", index], "asks for a body, which the answer to HEAD does not have");
  });
}

type Asked = {
  target: string;
  timeout: string;
  ca?: string | undefined;
  redirects?: number;
  method?: HttpRequest["method"];
  headers?: HttpRequest["headers"];
  body?: string | undefined;
};

export function requestOf(spec: Asked, accept: string): HttpRequest {
  const { target, timeout, ca, redirects, method, headers, body } = spec;
  return {
    target,
    accept,
    redirects: redirects ?? 0,
    timeoutMs: readDurationMs(timeout) ?? 0,
    ca: ca ?? null,
    ...(method === undefined ? {} : { method }),
    headers,
    body,
  };
}
