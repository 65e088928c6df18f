"use client";

import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { MaterialNote } from "@/components/deployment/dialogs/material-note";
import { KindHelp } from "@/components/deployment/probes/kind-help";
import { SpecField } from "@/components/deployment/probes/spec-field";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { bindProbeAction } from "@/lib/probe/actions";
import { type ExampleKind, exampleKinds, examples } from "@/lib/probe/examples";
import { suggestSpec } from "@/lib/probe/suggest";

const isExample = (text: string) => exampleKinds.some((kind) => examples[kind].text === text);

/** Binds a probe to an item. What is recognised is offered, never applied by itself. */
export default function BindDialog({ itemKey, onClose }: { itemKey: string; onClose: () => void }) {
  const t = useTranslations("probe.bind");
  const tCommon = useTranslations("common");
  const errorText = useErrorText();
  const { id, plan } = useDeployment();
  const { run, pending, error, clear } = useCommand(bindProbeAction);
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
  const change = (next: string) => {
    setText(next);
    clear();
  };
  const save = async () => {
    const answer = await run({ deploymentId: id, itemKey, specText: text });
    if (answer.ok) onClose();
  };
  return (
    <Dialog
      open
      held={text !== "" && !isExample(text)}
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
              <Button size="sm" onClick={() => change(offer)}>
                {t("take")}
              </Button>
            }
          >
            <pre className="mt-1 whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
              <code>{offer}</code>
            </pre>
          </Callout>
        ) : null}
        <KindChoice text={text} onText={change} />
        <SpecField
          value={text}
          onChange={change}
          placeholder={examples.http.text}
          error={error ? errorText(error) : null}
        />
      </div>
    </Dialog>
  );
}

type ChoiceProps = { text: string; onText: (text: string) => void };

/** Every kind with what it answers. Its example takes the place of an empty text or another example at once. */
function KindChoice({ text, onText }: ChoiceProps) {
  const t = useTranslations("probe.bind");
  const [kind, setKind] = useState<ExampleKind | "">("");
  const choose = (name: string) => {
    const chosen = exampleKinds.find((one) => one === name);
    setKind(chosen ?? "");
    if (chosen && (text.trim() === "" || isExample(text))) onText(examples[chosen].text);
  };
  return (
    <div>
      <Field label={t("kind")}>
        {(control) => (
          <Select
            {...control}
            data-autofocus=""
            value={kind}
            className="w-full max-w-md"
            onChange={(event) => choose(event.target.value)}
          >
            <option value="">{t("choose")}</option>
            {exampleKinds.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        )}
      </Field>
      {kind === "" ? null : <KindHelp kind={kind} />}
      {kind !== "" && text !== examples[kind].text ? (
        <Button size="sm" className="mt-2" onClick={() => onText(examples[kind].text)}>
          {t("example")}
        </Button>
      ) : null}
    </div>
  );
}
