"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import { ShareLinks } from "@/components/deployment/header/share-links";
import { useDeployment } from "@/components/deployment/store";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { ShownOnce } from "@/components/ui/shown-once";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { shareDeploymentAction } from "@/lib/share/actions";
import { sharesQuery } from "@/lib/share/cache";
import { shareSpans } from "@/lib/share/schema";

/** Makes a link for who has no account, and shows which ones there are. */
export default function ShareDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("share.dialog");
  const errorText = useErrorText();
  const form = useId();
  const { id: deploymentId } = useDeployment();
  const client = useQueryClient();
  const links = useQuery(sharesQuery(deploymentId));
  const make = useCommand(shareDeploymentAction);
  const [label, setLabel] = useState("");
  const [days, setDays] = useState<number>(30);
  const [link, setLink] = useState<string | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const made = await make.run({ deploymentId, label, days });
    if (!made.ok) return;
    setLink(`${window.location.origin}/share/${made.result.token}`);
    await client.invalidateQueries(sharesQuery(deploymentId));
  };
  return (
    <Dialog
      open
      onClose={onClose}
      held={link !== null || label !== ""}
      title={link ? t("doneTitle") : t("title")}
      description={link ? undefined : t("effect")}
      footer={
        link ? (
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        ) : (
          <Button type="submit" form={form} variant="primary" pending={make.pending}>
            {t("do")}
          </Button>
        )
      }
    >
      {link ? (
        <ShownOnce secret={link} label={t("link")} warning={t("warning")} />
      ) : (
        <>
          <form
            id={form}
            onSubmit={(event) => void submit(event)}
            noValidate
            className="grid gap-4"
          >
            {make.error ? (
              <Callout tone="failed" role="alert">
                {errorText(make.error)}
              </Callout>
            ) : null}
            <Field label={t("label")} hint={t("labelHint")}>
              {(control) => (
                <Input
                  {...control}
                  data-autofocus
                  autoComplete="off"
                  maxLength={120}
                  value={label}
                  onChange={(event) => setLabel(event.target.value)}
                />
              )}
            </Field>
            <Field label={t("lasts")}>
              {(control) => (
                <Select
                  {...control}
                  value={days}
                  onChange={(event) => setDays(Number(event.target.value))}
                >
                  {shareSpans.map((n) => (
                    <option key={n} value={n}>
                      {t("days", { n })}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </form>
          <ShareLinks links={links} />
        </>
      )}
    </Dialog>
  );
}
