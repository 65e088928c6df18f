import { z } from "zod";
import { probeResultSchema } from "@/lib/probe/schema";
import { longestSpecText } from "@/lib/probe/spec-text";

const id = z.string().min(1).max(100);

export const runProbeInput = z.object({ deploymentId: id, probeId: id });
export type RunProbeInput = z.input<typeof runProbeInput>;

export const runProbesInput = z.object({
  deploymentId: id,
  probeIds: z.array(id).min(1).max(1000),
});
export type RunProbesInput = z.input<typeof runProbesInput>;

export const runDueInput = z.object({
  deploymentId: id,
  /** null: of the whole deployment. */
  stageKey: z.string().min(1).max(400).nullable(),
});
export type RunDueInput = z.input<typeof runDueInput>;

export const recheckInput = z.object({ deploymentId: id });

export const bindProbeInput = z.object({
  deploymentId: id,
  itemKey: z.string().min(1).max(400),
  /** The spec as YAML or JSON. */
  specText: z.string().min(1).max(longestSpecText),
});
export type BindProbeInput = z.input<typeof bindProbeInput>;

export const recordVerdictInput = z.object({
  deploymentId: id,
  probeId: id,
  runId: id,
  /** Names the worker's taking of the run: one that was lost meanwhile records nothing. */
  lease: id,
  startedAt: z.iso.datetime(),
  /** null: the worker was lost before it could measure. */
  result: probeResultSchema.nullable(),
  /** What the spec's variables stood for; absent: nothing was measured. */
  filled: z.record(z.string(), z.string()).optional(),
});
