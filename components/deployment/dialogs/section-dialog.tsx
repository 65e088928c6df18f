"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast-store";
import { settleSectionAction } from "@/lib/deployment/actions";
import { isSettled } from "@/lib/deployment/item-state";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { standingOver } from "@/lib/sign-off/standing-over";

const choices = ["done", "not_applicable", "waived", "blocked", "todo"] as const;
type Choice = (typeof choices)[number];

/** Sets every open item of a section, with one reason. Says how many before it does. */
export default function SectionDialog({
  sectionKey,
  onClose,
}: {
  sectionKey: string;
  onClose: () => void;
}) {
  const t = useTranslations("item.section");
  const tState = useTranslations("common.itemState");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, plan, state, document } = useDeployment();
  const { run, pending, error } = useCommand(settleSectionAction);
  const [to, setTo] = useState<Choice>("done");
  const [reason, setReason] = useState("");
  const keys = Object.values(plan.items).flatMap(({ key, sectionKey: own }) => {
    const now = state.items[key]?.state ?? "todo";
    const open = to === "todo" ? now !== "todo" : !isSettled(now);
    return own === sectionKey && open ? [key] : [];
  });
  const over = new Set(
    keys.flatMap((key) => standingOver(plan, state, key).map((signOff) => signOff.label)),
  );
  const title =
    document.stages.flatMap((stage) => stage.sections).find((section) => section.key === sectionKey)
      ?.title ?? "";
  const needed = to === "not_applicable" || to === "waived" || to === "blocked";
  const ready = keys.length > 0 && (!needed || reason.trim() !== "");
  const save = async () => {
    const versions = Object.fromEntries(keys.map((key) => [key, state.items[key]?.version ?? 0]));
    const input = { deploymentId: id, sectionKey, to, reason: reason.trim() || null, versions };
    const answer = await run(input);
    if (!answer.ok) return;
    toast({ text: t("did", { n: answer.result.n, state: tState(to) }) });
    onClose();
  };
  return (
    <Dialog
      open
      held={reason !== ""}
      onClose={onClose}
      title={t("title")}
      description={title}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" pending={pending} disabled={!ready} onClick={() => void save()}>
            {t("do", { n: keys.length })}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        {error ? (
          <Callout tone="failed" role="alert">
            {errorText(error)}
          </Callout>
        ) : null}
        <Field label={t("state")} hint={t("willSet", { n: keys.length })}>
          {(control) => (
            <Select
              {...control}
              value={to}
              onChange={(event) =>
                setTo(choices.find((choice) => choice === event.target.value) ?? "done")
              }
            >
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {tState(choice)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {over.size > 0 ? (
          <Callout tone="attention" title={t("suspends", { n: over.size })}>
            {[...over].join(", ")}
          </Callout>
        ) : null}
        <Field
          label={t("reason")}
          hint={tCommon("permanent")}
          mark={needed ? "required" : "optional"}
        >
          {(control) => (
            <Textarea
              {...control}
              maxLength={4000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
