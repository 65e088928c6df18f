"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSettling } from "@/components/deployment/settling";
import { useDeployment } from "@/components/deployment/store";
import { InlineMarkdown } from "@/components/markdown/inline-markdown";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { fillVariables } from "@/lib/checklist/variables";
import type { ItemStateName } from "@/lib/deployment/item-state";
import { needsReason, settleBlocker } from "@/lib/deployment/rules";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { standingOver } from "@/lib/sign-off/standing-over";

type ReasonDialogProps = {
  itemKey: string;
  to: ItemStateName;
  reason: string | null;
  onClose: () => void;
};

/** Asks for the reason that a state needs, and says first what the step does. */
export default function ReasonDialog({ itemKey, to, reason, onClose }: ReasonDialogProps) {
  const t = useTranslations("item.dialog");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { settle } = useSettling();
  const { plan, state, values, may } = useDeployment();
  const [text, setText] = useState(reason ?? "");
  const item = plan.items[itemKey];
  if (!item) return null;
  const wanted = needsReason(state, item, to);
  const given = text.trim() === "" ? null : text.trim();
  const ask = { itemKey, to, reason: given ?? "given", mayWaive: may("item.waive") };
  const blocker = settleBlocker(plan, state, ask);
  const over = standingOver(plan, state, itemKey);
  const ready = !blocker && (!wanted || given !== null);
  const save = () => {
    if (!ready) return;
    settle(itemKey, to, given);
    onClose();
  };
  return (
    <Dialog
      open
      held={text !== (reason ?? "")}
      onClose={onClose}
      title={t(`title.${to}`)}
      description={<InlineMarkdown text={fillVariables(item.label, values).text} />}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" disabled={!ready} onClick={save}>
            {t(`do.${to}`)}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {wanted?.code === "verdict_needs_reason" ? (
          <Callout tone="attention">{errorText(wanted)}</Callout>
        ) : null}
        {over.length > 0 ? (
          <Callout tone="attention" title={t("suspends", { n: over.length })}>
            {over.map((signOff) => signOff.label).join(", ")}
          </Callout>
        ) : null}
        {blocker ? <Callout tone="failed">{errorText(blocker)}</Callout> : null}
        <Field
          label={t("reason")}
          hint={`${t(`hint.${to}`)} ${tCommon("permanent")}`}
          mark={wanted ? "required" : "optional"}
        >
          {(control) => (
            <Textarea
              {...control}
              data-autofocus=""
              maxLength={4000}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save();
              }}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
