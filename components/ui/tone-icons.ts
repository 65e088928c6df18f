import {
  CircleAlert,
  CircleCheck,
  Info,
  type LucideIcon,
  Signature,
  TriangleAlert,
} from "lucide-react";
import type { Tone } from "@/components/ui/tone";

/** The shape that goes with a tone where no state gives its own. */
export const toneIcons: Record<Tone, LucideIcon> = {
  neutral: Info,
  sign: Signature,
  settled: CircleCheck,
  attention: TriangleAlert,
  failed: CircleAlert,
};
