import { Callout } from "@/components/ui/callout";

/** What is wrong with the whole form, read out when it appears. */
export function FormError({ text }: { text: string | null }) {
  return text ? (
    <Callout tone="failed" role="alert">
      {text}
    </Callout>
  ) : null;
}
