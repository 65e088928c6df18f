import { Callout } from "@/components/ui/callout";

/** What is wrong with the whole form, read out when it appears. */
export function FormError({ text }: { text: string | null }) {
  return <div aria-live="assertive">{text ? <Callout tone="failed">{text}</Callout> : null}</div>;
}
