"use client";

import { Activity, SquareTerminal } from "lucide-react";
import { useTranslations } from "use-intl";
import { LineLink } from "@/components/checklist-reading/line-link";
import { InlineMarkdown } from "@/components/markdown/inline-markdown";
import { Badge } from "@/components/ui/badge";
import type { ChecklistItem } from "@/lib/checklist/schema";

type OutlineItemsProps = { items: ChecklistItem[]; onLine?: (line: number) => void };

export function OutlineItems({ items, onLine }: OutlineItemsProps) {
  if (items.length === 0) return null;
  return (
    <ul>
      {items.map((item) => (
        <li key={item.key} className="pl-5">
          <ItemRow item={item} onLine={onLine} />
          <OutlineItems items={item.children} onLine={onLine} />
        </li>
      ))}
    </ul>
  );
}

function ItemRow({ item, onLine }: { item: ChecklistItem; onLine?: (line: number) => void }) {
  const t = useTranslations("reading");
  const commands = (item.command?.attached ? 1 : 0) + item.moreCommands.length;
  return (
    <div className="flex items-baseline gap-2 py-0.5">
      <span
        aria-hidden
        className="size-3 shrink-0 translate-y-px rounded-sm border border-border"
      />
      <div className="min-w-0 flex-1">
        <span className="mr-2">{item.label}</span>
        <span className="inline-flex flex-wrap gap-1">
          {item.required ? null : <Badge>{t("optional")}</Badge>}
          {item.claimed ? <Badge>{t("claimed")}</Badge> : null}
          {commands > 0 ? (
            <Badge icon={<SquareTerminal aria-hidden />}>{t("command", { n: commands })}</Badge>
          ) : null}
          {item.command && !item.command.attached ? (
            <Badge tone="attention" icon={<SquareTerminal aria-hidden />}>
              {t("commandOffered")}
            </Badge>
          ) : null}
          {item.probe ? (
            <Badge
              tone={item.probe.error ? "attention" : "neutral"}
              icon={<Activity aria-hidden />}
            >
              {item.probe.error ? t("probeUnusable") : t("probe")}
            </Badge>
          ) : null}
        </span>
        {item.description ? (
          <p className="whitespace-pre-line text-muted text-sm">
            <InlineMarkdown text={item.description} />
          </p>
        ) : null}
      </div>
      <LineLink line={item.line} onLine={onLine} />
    </div>
  );
}
