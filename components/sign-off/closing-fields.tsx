"use client";

import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { Closing } from "@/lib/sign-off/rules";

const outcomes = ["success", "partial", "failed"] as const;

type ClosingFieldsProps = { value: Closing | null; onChange: (closing: Closing) => void };

/** How a deployment ends: its outcome, and notes that every ending but success needs. */
export function ClosingFields({ value, onChange }: ClosingFieldsProps) {
  const t = useTranslations("signOff");
  const tVerdict = useTranslations("verdict.outcome");
  const tCommon = useTranslations("common");
  return (
    <div className="grid gap-3">
      <fieldset>
        <legend className="font-medium text-sm">{t("outcome")}</legend>
        <div className="mt-1 flex flex-wrap gap-x-5 gap-y-1">
          {outcomes.map((outcome) => (
            <label key={outcome} className="flex min-h-8 items-center gap-2">
              <input
                type="radio"
                name="outcome"
                value={outcome}
                checked={value?.outcome === outcome}
                onChange={() => onChange({ outcome, notes: value?.notes ?? "" })}
                className="size-4 accent-sign-fill"
              />
              {tVerdict(outcome)}
            </label>
          ))}
        </div>
      </fieldset>
      {value ? (
        <Field
          label={t("notes")}
          hint={tCommon("permanent")}
          mark={value.outcome === "success" ? "optional" : "required"}
        >
          {(control) => (
            <Textarea
              {...control}
              maxLength={4000}
              value={value.notes}
              onChange={(event) => onChange({ ...value, notes: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
