"use client";

import { EllipsisVertical, ListChecks, Plus } from "lucide-react";
import { useTranslations } from "use-intl";
import { useDialogs } from "@/components/deployment/dialogs/dialog-slot";
import { DueMark } from "@/components/deployment/items/due-mark";
import { ItemRow } from "@/components/deployment/items/item-row";
import { Prose } from "@/components/deployment/items/prose";
import type { RowView } from "@/components/deployment/items/row-view";
import { SignOffLines } from "@/components/deployment/items/sign-off-lines";
import type { Can } from "@/components/deployment/items/use-can";
import { sectionAnchor } from "@/components/deployment/nav/use-outline";
import { useDeployment } from "@/components/deployment/store";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";
import { MenuItem } from "@/components/ui/menu-item";
import { Progress } from "@/components/ui/progress";
import { titleText } from "@/lib/checklist/title-text";
import type { SectionOutline, StageOutline } from "@/lib/deployment/outline";

type SectionBlockProps = {
  section: SectionOutline;
  stage: StageOutline;
  rows: ReadonlyMap<string, RowView>;
  keys: ReadonlySet<string> | null;
  values: Record<string, string>;
  can: Can;
};

/** A document this long is only laid out where it is looked at. */
const manyItems = 40;

/** A heading of the document with the items under it. */
export function SectionBlock({ section, stage, rows, keys, values, can }: SectionBlockProps) {
  const { document } = useDeployment();
  const read = document.stages
    .find(({ key }) => key === stage.key)
    ?.sections.find(({ key }) => key === section.key);
  const shown = section.itemKeys.filter((key) => keys === null || keys.has(key));
  const height = `auto ${3 + shown.length * 2.3}rem`;
  return (
    <section
      id={sectionAnchor(section.key)}
      data-section={section.key}
      aria-labelledby={`title-${section.key}`}
      style={
        rows.size > manyItems
          ? { contentVisibility: "auto", containIntrinsicBlockSize: height }
          : undefined
      }
      className="scroll-mt-28"
    >
      <SectionHeader section={section} stage={stage} can={can} />
      {read?.description && keys === null ? (
        <Prose text={read.description} className="mb-1.5 text-muted" />
      ) : null}
      {shown.length > 0 ? (
        <ul className="rounded-md border border-line bg-sheet">
          {shown.map((key) => {
            const row = rows.get(key);
            return row ? <ItemRow key={key} row={row} values={values} can={can} /> : null;
          })}
        </ul>
      ) : null}
      {read?.notes && keys === null ? (
        <Prose text={read.notes} className="mt-1.5 text-muted text-sm" />
      ) : null}
      {keys === null ? <SignOffLines signOffKeys={section.signOffKeys} /> : null}
    </section>
  );
}

function SectionHeader({
  section,
  stage,
  can,
}: Pick<SectionBlockProps, "section" | "stage" | "can">) {
  const t = useTranslations("deployment.section");
  const openDialog = useDialogs();
  const { state } = useDeployment();
  const sectionKey = section.key;
  const title = titleText(section.title || stage.title) || t("untitled");
  return (
    <header className="flex min-h-8 items-center gap-3">
      <h3 id={`title-${section.key}`} className="font-semibold text-lg">
        {title}
      </h3>
      <DueMark stage={stage} section={section} />
      <span className="ml-auto flex items-center gap-1">
        {section.required > 0 ? (
          <Progress
            done={section.settled}
            total={section.required}
            label={title}
            className="w-24 @xl:w-32"
          />
        ) : null}
        {can.set || can.edit ? (
          <Menu
            trigger={(props) => (
              <Button {...props} variant="quiet" size="icon-sm" aria-label={t("menu", { title })}>
                <EllipsisVertical aria-hidden className="size-4" />
              </Button>
            )}
          >
            {() => (
              <>
                <MenuItem
                  icon={<ListChecks aria-hidden />}
                  disabled={!can.set || state.cancelled !== null}
                  onSelect={() => openDialog({ kind: "section", sectionKey })}
                >
                  {t("set")}
                </MenuItem>
                <MenuItem
                  icon={<Plus aria-hidden />}
                  disabled={!can.edit}
                  onSelect={() => openDialog({ kind: "add", sectionKey })}
                >
                  {t("add")}
                </MenuItem>
              </>
            )}
          </Menu>
        ) : null}
      </span>
    </header>
  );
}
