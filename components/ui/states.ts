import {
  Circle,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  CircleSlash2,
  CircleX,
  FastForward,
  type LucideIcon,
  OctagonMinus,
  OctagonX,
} from "lucide-react";
import type { Tone } from "@/components/ui/tone";

type Look = { icon: LucideIcon; tone: Tone };

/** Every state has its own shape, so that none is told by colour alone. */
export const itemStates = {
  todo: { icon: Circle, tone: "neutral" },
  done: { icon: CircleCheck, tone: "settled" },
  not_applicable: { icon: CircleSlash2, tone: "neutral" },
  waived: { icon: FastForward, tone: "attention" },
  blocked: { icon: OctagonMinus, tone: "attention" },
  failed: { icon: CircleX, tone: "failed" },
} as const satisfies Record<string, Look>;

export const probeVerdicts = {
  pass: { icon: CircleCheck, tone: "settled" },
  fail: { icon: CircleX, tone: "failed" },
  inconclusive: { icon: CircleQuestionMark, tone: "attention" },
} as const satisfies Record<string, Look>;

export const deploymentVerdicts = {
  yes: { icon: CircleCheck, tone: "settled" },
  not_yet: { icon: CircleDashed, tone: "neutral" },
  held: { icon: OctagonX, tone: "attention" },
} as const satisfies Record<string, Look>;

export type ProbeVerdictName = keyof typeof probeVerdicts;
export type DeploymentVerdictName = keyof typeof deploymentVerdicts;
