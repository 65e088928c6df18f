import { AppError, reason } from "@/lib/core/errors";
import { own } from "@/lib/core/own";
import type { SignOffState } from "@/lib/deployment/sign-off-state";
import type { DeploymentState } from "@/lib/deployment/state";

/** The sign-off with this key. Throws AppError `not_found`. */
export function signOffOf(
  { signOffs }: Pick<DeploymentState, "signOffs">,
  key: string,
): SignOffState {
  const signOff = own(signOffs, key);
  if (!signOff) throw new AppError("not_found", reason("no_such_sign_off"));
  return signOff;
}
