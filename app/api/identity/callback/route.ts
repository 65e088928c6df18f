import { cookies } from "next/headers";
import type { NextRequest } from "next/server";
import { callerFromRequest, renewSession } from "@/lib/auth/caller";
import { clientAddress } from "@/lib/auth/client-address";
import { signInPath } from "@/lib/auth/next-path";
import { AppError } from "@/lib/core/errors";
import { endVisit } from "@/lib/identity/begin";
import { comeBack } from "@/lib/identity/come-back";
import { goTo, problemOf, withProblem } from "@/lib/identity/go-to";
import { type Provider, provider } from "@/lib/identity/provider";
import { signInProven } from "@/lib/identity/sign-in";
import { decodeVisit, VISIT_COOKIE, type Visit } from "@/lib/identity/visit";
import { comeBackToSign } from "@/lib/sign-off/sign-at-provider";

/** Back from the provider. A visit counts once, whatever comes of it. */
export async function GET(request: NextRequest): Promise<Response> {
  const configured = provider();
  if (!configured) return new Response(null, { status: 404 });
  const answer = request.nextUrl.searchParams;
  const cookie = (await cookies()).get(VISIT_COOKIE)?.value;
  const visit = await decodeVisit(cookie, answer.get("state"));
  await endVisit();
  if (!visit) return goTo(withProblem("/sign-in", "provider_visit_over"));
  if (visit.signing === null) return goTo(await finishSignIn(configured, visit, answer));
  const caller = await callerFromRequest();
  if (caller) await comeBackToSign(caller, configured, visit, answer);
  return goTo(visit.next);
}

async function finishSignIn(
  configured: Provider,
  visit: Visit,
  answer: URLSearchParams,
): Promise<string> {
  try {
    const from = { address: await clientAddress() };
    const { personId, epoch } = await comeBack(configured, visit, answer, from, (proven) =>
      signInProven(configured, proven),
    );
    await renewSession(personId, epoch);
    return visit.next;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return withProblem(signInPath(visit.next), problemOf(error));
  }
}
