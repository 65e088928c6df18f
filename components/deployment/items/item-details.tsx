import { CommandBlock } from "@/components/deployment/items/command-block";
import { Prose } from "@/components/deployment/items/prose";
import { fillVariables } from "@/lib/checklist/variables";
import type { PlanItem } from "@/lib/deployment/units";

type ItemDetailsProps = { item: PlanItem; label: string; values: Record<string, string> };

/** What stands under an item in the document: its description and its commands. */
export function ItemDetails({ item, label, values }: ItemDetailsProps) {
  const commands = [...(item.command ? [item.command] : []), ...item.moreCommands];
  return (
    <>
      {item.description ? (
        <Prose text={fillVariables(item.description, values).text} className="text-muted text-sm" />
      ) : null}
      {commands.map((command, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: commands of one item never move
        <CommandBlock key={at} text={command.text} label={label} values={values} />
      ))}
    </>
  );
}
