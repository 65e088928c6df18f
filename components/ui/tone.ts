/** What a colour says. Green is for settled alone, ink-blue for signatures. */
export type Tone = "neutral" | "sign" | "settled" | "attention" | "failed";

export const toneText: Record<Tone, string> = {
  neutral: "text-muted",
  sign: "text-sign",
  settled: "text-settled",
  attention: "text-attention",
  failed: "text-failed",
};

export const toneSoft: Record<Tone, string> = {
  neutral: "bg-sunken text-muted",
  sign: "bg-sign-soft text-sign",
  settled: "bg-settled-soft text-settled",
  attention: "bg-attention-soft text-attention",
  failed: "bg-failed-soft text-failed",
};

/** The thick left edge of a callout or toast. */
export const toneEdge: Record<Tone, string> = {
  neutral: "border-l-border",
  sign: "border-l-sign",
  settled: "border-l-settled",
  attention: "border-l-attention",
  failed: "border-l-failed",
};
