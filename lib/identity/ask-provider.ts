import { createGuard } from "@/lib/probe/guard";
import { portOf } from "@/lib/probe/ports";
import { createReach } from "@/lib/probe/reach";

/** The provider gave no answer that can be used. `message` is for the operator's log; it never holds a secret. */
export class ProviderFailure extends Error {
  override name = "ProviderFailure";
}

export type Asking = {
  target: string;
  /** Sent as a form with POST; GET without. */
  form?: URLSearchParams;
  headers?: Record<string, string>;
};

const answerMs = 10_000;
const plain = { fill: (text: string) => text, used: new Map<string, string>() };
const wherever = ["0.0.0.0/0", "::/0"];

/**
 * One request through the guard of the probes, following no redirect. The host that the operator named as issuer may
 * be at any address but those of metadata services; what its documents name besides, at public ones.
 */
export async function askProvider(
  issuer: string,
  { target, form, headers = {} }: Asking,
): Promise<{ status: number; json: unknown }> {
  const url = new URL(target);
  const own = url.hostname === new URL(issuer).hostname;
  const ports = own ? [portOf(new URL(issuer))] : [];
  const guard = createGuard({ allow: own ? wherever : [], ports });
  const body = form && { method: "POST" as const, body: form.toString() };
  const type: Record<string, string> = form
    ? { "content-type": "application/x-www-form-urlencoded" }
    : {};
  const { status, text, trace } = await createReach(guard, new Date(), plain).http(
    {
      ...{ target, accept: "application/json", redirects: 0, timeoutMs: answerMs, ca: null },
      headers: { "user-agent": "countersign/1", ...type, ...headers },
      ...body,
    },
    AbortSignal.timeout(answerMs + 1_000),
  );
  const where = `${url.origin}${url.pathname}`;
  if (status === null || text === null) {
    const { code, params } = trace.problem ?? { code: "no answer", params: {} };
    const details = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
    throw new ProviderFailure(`${where}: ${[code, ...details].join(", ")}`);
  }
  try {
    return { status, json: JSON.parse(text) };
  } catch {
    throw new ProviderFailure(`${where} answered ${status} with what is not JSON`);
  }
}
