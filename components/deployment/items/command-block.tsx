"use client";

import { TriangleAlert } from "lucide-react";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { toast } from "@/components/ui/toast-store";
import { commandWarnings, fillVariables } from "@/lib/checklist/variables";
import { useErrorText } from "@/lib/i18n/use-error-text";

type CommandBlockProps = {
  text: string;
  label: string;
  values: Record<string, string>;
};

/** A command to be copied and run by a person, variables filled; it says what looks wrong before it is copied. */
export function CommandBlock({ text, label, values }: CommandBlockProps) {
  const t = useTranslations("item");
  const errorText = useErrorText();
  const filled = useMemo(() => fillVariables(text, values).text, [text, values]);
  const warnings = useMemo(
    () => commandWarnings(text, { version: values.version ?? "", values }),
    [text, values],
  );
  const said = warnings.map((warning) => errorText(warning));
  const many = filled.split("\n").length > 12;
  return (
    <div className="relative my-1 rounded-md border border-line bg-sunken">
      <pre
        tabIndex={many ? 0 : undefined}
        className="max-h-64 overflow-auto whitespace-pre-wrap break-words py-1.5 pr-10 pl-3 text-sm leading-5"
      >
        <code>{filled}</code>
      </pre>
      <CopyButton
        text={filled}
        label={t("commandOf", { label })}
        onCopied={() => {
          if (said.length > 0) toast({ tone: "attention", text: said.join(" ") });
        }}
        className="!absolute top-1 right-1"
      />
      {said.length > 0 ? (
        <p className="flex items-start gap-1.5 border-line border-t px-3 py-1 text-attention text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>{said.join(" ")}</span>
        </p>
      ) : null}
    </div>
  );
}
