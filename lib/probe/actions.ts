"use server";

import { act } from "@/lib/auth/action";
import {
  bindProbe,
  cancelRun,
  queueProbe,
  queueProbes,
  runDueProbes,
  unbindProbe,
} from "@/lib/probe/commands";
import type {
  BindProbeInput,
  RunDueInput,
  RunProbeInput,
  RunProbesInput,
} from "@/lib/probe/inputs";

export async function runProbeAction(input: RunProbeInput) {
  return act(queueProbe, input);
}

export async function runProbesAction(input: RunProbesInput) {
  return act(queueProbes, input);
}

export async function runDueAction(input: RunDueInput) {
  return act(runDueProbes, input);
}

export async function cancelRunAction(input: RunProbeInput) {
  return act(cancelRun, input);
}

export async function bindProbeAction(input: BindProbeInput) {
  return act(bindProbe, input);
}

export async function unbindProbeAction(input: RunProbeInput) {
  return act(unbindProbe, input);
}
