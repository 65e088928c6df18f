import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { callerFromRequest } from "@/lib/auth/caller";
import { type CurrentPerson, sessionState } from "@/lib/auth/confirm-caller";
import { PATH_HEADER, signInPath } from "@/lib/auth/next-path";

/** Who looks at this page; null when signed out, disabled or of an ended session. One statement per request. */
export const currentPerson = cache(async (): Promise<CurrentPerson | null> => {
  const caller = await callerFromRequest();
  if (caller?.actor.kind !== "person") return null;
  return sessionState(caller.actor.id, caller.actor.epoch);
});

/** For pages: who looks, or a way to the sign-in page and, with a one-time password, to changing it. */
export async function requirePerson(
  options: { beforePasswordChange?: boolean } = {},
): Promise<CurrentPerson> {
  const person = await currentPerson();
  if (!person) redirect(signInPath((await headers()).get(PATH_HEADER)));
  if (person.mustChangePassword && !options.beforePasswordChange) redirect("/account/password");
  return person;
}
