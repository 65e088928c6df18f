import type { z } from "zod";
import { errorView } from "@/lib/auth/action";
import { statuses } from "@/lib/auth/route";
import { parseInput } from "@/lib/command/command";
import { AppError, reason } from "@/lib/core/errors";
import { CLIENT_HEADER } from "@/lib/core/forwarded";
import { processWide } from "@/lib/core/process-wide";
import { tokenHash } from "@/lib/core/token";
import { createLimiter } from "@/lib/gate/limiter";
import type { GateAnswer, GateProblem } from "@/lib/gate/schema";
import { errorText } from "@/lib/i18n/error-text";
import { type Locale, pickLocale } from "@/lib/i18n/locale";
import { translator } from "@/lib/i18n/translator";
import { type Bearer, bearerOf } from "@/lib/token/bearer-commands";

const minuteMs = 60_000;
/** Of each token, and of each address with tokens that open nothing. */
const limits = processWide("gate limits", () => ({
  asked: createLimiter({ most: 120, windowMs: minuteMs, keys: 10_000 }),
  unknown: createLimiter({ most: 30, windowMs: minuteMs, keys: 10_000 }),
}));

const headers = { "cache-control": "no-store" };

type Read<Asked> = (bearer: Bearer, asked: Asked, locale: Locale) => Promise<GateAnswer>;

/** A route of the public API: who asks, by their token; what, by the query; an answer or a problem, both JSON. */
export async function answerGate<Asked extends { lang?: Locale | undefined }>(
  request: Request,
  question: z.ZodType<Asked>,
  read: Read<Asked>,
): Promise<Response> {
  const locale = pickLocale(undefined, request.headers.get("accept-language"));
  try {
    const bearer = await demandBearer(request);
    const asked = parseInput(question, questionIn(new URL(request.url)));
    return Response.json(await read(bearer, asked, asked.lang ?? locale), { headers });
  } catch (error) {
    return problem(error, locale);
  }
}

async function demandBearer(request: Request): Promise<Bearer> {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const bearer = token === undefined ? null : await bearerOf(tokenHash(token));
  const seconds = bearer
    ? limits.asked.take(bearer.id, Date.now())
    : limits.unknown.take(request.headers.get(CLIENT_HEADER) ?? "direct", Date.now());
  if (seconds > 0) throw new AppError("limited", reason("limited", { seconds }));
  if (!bearer) throw new AppError("signed_out", reason("no_such_token"));
  return bearer;
}

/** What stands there twice would be one thing here and another for who reads the log of a proxy. */
function questionIn({ searchParams }: URL): Record<string, string> {
  const names = [...searchParams.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) {
    const message = "is given more than once";
    throw new AppError("invalid", reason("invalid_input", { field: twice, message }));
  }
  return Object.fromEntries(searchParams);
}

const titles: Record<number, string> = {
  ...{ 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found" },
  ...{ 409: "Conflict", 422: "Unprocessable Content", 429: "Too Many Requests" },
  500: "Internal Server Error",
};

function problem(error: unknown, locale: Locale): Response {
  const { reason: why } = errorView(error);
  const status = error instanceof AppError ? statuses[error.code] : 500;
  const body: GateProblem = {
    ...{ type: "about:blank", title: titles[status] ?? "Error", status },
    detail: errorText(translator(locale, "errors"), why),
    code: why.code,
  };
  const more = new Headers({ ...headers, "content-type": "application/problem+json" });
  if (status === 401) more.set("www-authenticate", 'Bearer realm="countersign"');
  if (status === 429) more.set("retry-after", String(why.params.seconds ?? 60));
  return new Response(JSON.stringify(body), { status, headers: more });
}
