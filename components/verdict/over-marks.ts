import { Ban, CircleCheckBig, CircleDot, CircleX, type LucideIcon } from "lucide-react";
import type { Tone } from "@/components/ui/tone";

/** How an ended deployment is marked: icon, tone; its word comes from the messages. */
export const overMarks = {
  success: { icon: CircleCheckBig, tone: "settled" },
  partial: { icon: CircleDot, tone: "attention" },
  failed: { icon: CircleX, tone: "failed" },
  cancelled: { icon: Ban, tone: "neutral" },
} as const satisfies Record<string, { icon: LucideIcon; tone: Tone }>;
