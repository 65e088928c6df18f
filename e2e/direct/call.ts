import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeSession, SESSION_COOKIE } from "@/lib/auth/session-token";
import { standalone } from "@/lib/process/roots";
import type { MadePerson } from "@/lib/testing/fixtures";

/** Calls of server actions and routes as anybody can make them: with a cookie or without, and no page. */

export type Answer = { code: string; reason: string; text: string };

type Listed = { exportedName: string; workers: Record<string, unknown> };

/** Every server action of the build, by name: what a stranger could read out of it, and none left out. */
export function builtActions(): Map<string, string> {
  const app = join(standalone, ".next", "server", "app");
  const ids = new Map<string, string>();
  for (const file of readdirSync(app, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith("server-reference-manifest.json")) continue;
    const { node } = JSON.parse(readFileSync(join(app, file), "utf8")) as {
      node: Record<string, Listed>;
    };
    for (const [id, { exportedName }] of Object.entries(node)) ids.set(exportedName, id);
  }
  return ids;
}

/** The cookie of a session as signing in would give it, of today's epoch or one `behind`. */
export async function cookieOf({ caller }: MadePerson, behind = 0): Promise<string> {
  if (caller.actor.kind !== "person") throw new Error("only people have sessions");
  const { id, epoch } = caller.actor;
  return `${SESSION_COOKIE}=${await encodeSession({ personId: id, epoch: epoch - behind })}`;
}

/** What an action answered, found in the stream of the framework: the line that has `ok`. */
function answerIn(text: string): Answer {
  const line = text.split("\n").find((candidate) => /^\w+:\{"ok":/.test(candidate));
  if (!line) return { code: "none", reason: "", text };
  const said = JSON.parse(line.slice(line.indexOf(":") + 1)) as
    | { ok: true }
    | { ok: false; error: { code: string; reason: { code: string } } };
  return said.ok
    ? { code: "ok", reason: "", text }
    : { code: said.error.code, reason: said.error.reason.code, text };
}

export type Call = (input: unknown, cookie: string | null) => Promise<Answer>;

/** An action, called as its page's script would call it. */
export function actionCall(origin: string, id: string): Call {
  return async (input, cookie) => {
    const response = await fetch(new URL("/account", origin), {
      method: "POST",
      redirect: "manual",
      headers: {
        ...{
          "next-action": id,
          "content-type": "text/plain;charset=UTF-8",
          accept: "text/x-component",
        },
        ...{ origin, ...(cookie ? { cookie } : {}) },
      },
      body: JSON.stringify([input]),
    });
    return answerIn(await response.text());
  };
}

const codes: Record<number, string> = {
  ...{
    200: "ok",
    202: "ok",
    400: "invalid",
    401: "signed_out",
    403: "forbidden",
    404: "not_found",
  },
  ...{ 409: "conflict", 422: "refused", 429: "limited" },
};

/** A stream goes on by itself: its first message says whether its reader is let in. */
async function firstOf(response: Response): Promise<string> {
  let text = "";
  const bytes = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += bytes.decode(chunk, { stream: true });
    if (text.includes("data: ")) break;
  }
  return text;
}

/** A route; its status says what an action's `code` says. */
export async function routeCall(
  origin: string,
  path: string,
  cookie: string | null,
  body?: unknown,
): Promise<Answer> {
  const post = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const headers = cookie ? { cookie } : undefined;
  const response = await fetch(new URL(path, origin), { redirect: "manual", headers, ...post });
  const streams = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
  const text = await (streams ? firstOf(response) : response.text());
  const code = text.includes('"t":"revoked"') ? "signed_out" : codes[response.status];
  return { code: code ?? String(response.status), reason: "", text };
}
