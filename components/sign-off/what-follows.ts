import type { Deployment } from "@/components/deployment/store";
import { finalSignOffs, stands } from "@/lib/deployment/standing";
import type { SignOffState } from "@/lib/deployment/state";

export type Follows = "more_sign_offs" | "next_part" | "go_live" | "approval" | "closes";

/** What this signature leads to, for its dialog. */
export function whatFollows({ state, plan }: Deployment, signOff: SignOffState): Follows {
  if (signOff.kind === "deployed_by") {
    const other = finalSignOffs(state).find(({ key }) => key !== signOff.key);
    return other && !stands(state, other.key) ? "approval" : "closes";
  }
  if (signOff.kind === "approved_by") return "closes";
  const unit = plan.units.find(({ signOffKeys }) => signOffKeys.includes(signOff.key));
  const others = unit?.signOffKeys.filter((key) => key !== signOff.key) ?? [];
  if (others.some((key) => !stands(state, key))) return "more_sign_offs";
  const last = plan.units.findLast(({ signOffKeys }) => signOffKeys.length > 0);
  return unit === last ? "go_live" : "next_part";
}
