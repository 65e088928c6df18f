import { Circle, CircleCheck, CircleDashed, type LucideIcon, OctagonX } from "lucide-react";
import type { Tone } from "@/components/ui/tone";
import type { PartStatus } from "@/lib/deployment/outline";

/** Icon and tone of a stage's or section's status; its word is `deployment.part.<status>`. */
export const partMarks = {
  waits: { icon: CircleDashed, tone: "neutral" },
  open: { icon: Circle, tone: "neutral" },
  held: { icon: OctagonX, tone: "attention" },
  done: { icon: CircleCheck, tone: "settled" },
} as const satisfies Record<PartStatus, { icon: LucideIcon; tone: Tone }>;
