"use server";

import { act } from "@/lib/auth/action";
import { bindProbe, queueProbe, unbindProbe } from "@/lib/probe/commands";
import type { BindProbeInput, RunProbeInput } from "@/lib/probe/inputs";

export async function runProbeAction(input: RunProbeInput) {
  return act(queueProbe, input);
}

export async function bindProbeAction(input: BindProbeInput) {
  return act(bindProbe, input);
}

export async function unbindProbeAction(input: RunProbeInput) {
  return act(unbindProbe, input);
}
