"use client";

import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { MaterialNote } from "@/components/deployment/dialogs/material-note";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { bindProbeAction } from "@/lib/probe/actions";
import { suggestSpec } from "@/lib/probe/suggest";

const blank = `kind: http
target: "{{BASE_URL}}/health"
assert:
  - status == 200
  - time < 500ms
`;

/** Binds a probe to an item. What is recognised is offered, never applied by itself. */
export default function BindDialog({ itemKey, onClose }: { itemKey: string; onClose: () => void }) {
  const t = useTranslations("probe.bind");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, plan } = useDeployment();
  const { run, pending, error } = useCommand(bindProbeAction);
  const item = plan.items[itemKey];
  const offer = useMemo(
    () =>
      item &&
      suggestSpec({
        label: item.label,
        command: item.command && { ...item.command, line: 0, attached: true },
      }),
    [item],
  );
  const [text, setText] = useState("");
  const save = async () => {
    const answer = await run({ deploymentId: id, itemKey, specText: text });
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      open
      held={text !== ""}
      size="lg"
      onClose={onClose}
      title={t("title")}
      description={item?.label}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={text.trim() === ""}
            onClick={() => void save()}
          >
            {t("do")}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <MaterialNote itemKey={itemKey} />
        {offer ? (
          <Callout
            title={t("offer")}
            action={
              <Button size="sm" onClick={() => setText(offer)}>
                {t("take")}
              </Button>
            }
          >
            <pre className="mt-1 whitespace-pre-wrap text-sm">
              <code>{offer}</code>
            </pre>
          </Callout>
        ) : null}
        <Field label={t("spec")} hint={t("hint")} error={error ? errorText(error) : null}>
          {(control) => (
            <Textarea
              {...control}
              data-autofocus=""
              rows={8}
              maxLength={20_000}
              spellCheck={false}
              className="font-mono [font-variant-ligatures:none]"
              placeholder={blank}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
