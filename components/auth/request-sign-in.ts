import { z } from "zod/mini";
import { appErrorCodes, type ErrorView } from "@/lib/core/errors";

const csrfAnswer = z.object({ csrfToken: z.string() });
const callbackAnswer = z.object({ url: z.string() });
const errorAnswer = z.object({
  code: z.enum(appErrorCodes),
  reason: z.object({
    code: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
});

export type SignInAnswer = { ok: true } | { ok: false; error: ErrorView | { code: "network" } };

/** Signs in by next-auth's own routes; the answer sets the session cookie. */
export async function requestSignIn(email: string, password: string): Promise<SignInAnswer> {
  try {
    const csrf = await fetch("/api/auth/csrf", { cache: "no-store" });
    const { csrfToken } = csrfAnswer.parse(await csrf.json());
    const answer = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      body: new URLSearchParams({ csrfToken, email, password, callbackUrl: "/", json: "true" }),
    });
    const { url } = callbackAnswer.parse(await answer.json());
    const params = new URL(url, window.location.origin).searchParams;
    const error = params.get("error");
    // Without the cookie that goes with the token, next-auth asks to begin again.
    if (error === null && answer.ok && !params.has("csrf")) return { ok: true };
    if (error === null) return { ok: false, error: { code: "network" } };
    return { ok: false, error: errorAnswer.parse(JSON.parse(error)) };
  } catch {
    return { ok: false, error: { code: "network" } };
  }
}
