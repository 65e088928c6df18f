"use server";

import { act } from "@/lib/auth/action";
import { endShare, shareDeployment } from "@/lib/share/commands";
import type { EndShareInput, ShareInput } from "@/lib/share/schema";

export async function shareDeploymentAction(input: ShareInput) {
  return act(shareDeployment, input);
}
export async function endShareAction(input: EndShareInput) {
  return act(endShare, input);
}
