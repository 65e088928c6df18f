import {
  CircleDashed,
  CircleX,
  type LucideIcon,
  PenLine,
  Signature,
  TimerOff,
  TriangleAlert,
} from "lucide-react";
import type { Tone } from "@/components/ui/tone";
import type { SignOffStatus } from "@/lib/deployment/standing";

/** How a sign-off stands; `open`: somebody can sign, `ready`: the viewer can. */
export const signOffMarks: Record<
  SignOffStatus | "ready" | "open",
  { icon: LucideIcon; tone: Tone }
> = {
  waiting: { icon: CircleDashed, tone: "neutral" },
  open: { icon: PenLine, tone: "neutral" },
  ready: { icon: PenLine, tone: "sign" },
  standing: { icon: Signature, tone: "sign" },
  expired: { icon: TimerOff, tone: "attention" },
  suspended: { icon: TriangleAlert, tone: "attention" },
  refused: { icon: CircleX, tone: "failed" },
};
