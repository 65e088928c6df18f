"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

type ComparePickerProps = { templateId: string; numbers: number[]; from: number; to: number };

/** Which two versions are compared; the choice is in the address. */
export function ComparePicker({ templateId, numbers, from, to }: ComparePickerProps) {
  const t = useTranslations("templates");
  const router = useRouter();
  const go = (next: { from: number; to: number }) =>
    router.push(`/templates/${templateId}/compare?from=${next.from}&to=${next.to}`);
  const options = numbers.map((number) => (
    <option key={number} value={number}>
      {t("versionNumber", { number })}
    </option>
  ));
  return (
    <div className="mb-4 flex flex-wrap gap-4">
      <Field label={t("compare.from")}>
        {(control) => (
          <Select
            {...control}
            value={from}
            onChange={(event) => go({ from: Number(event.target.value), to })}
          >
            {options}
          </Select>
        )}
      </Field>
      <Field label={t("compare.to")}>
        {(control) => (
          <Select
            {...control}
            value={to}
            onChange={(event) => go({ from, to: Number(event.target.value) })}
          >
            {options}
          </Select>
        )}
      </Field>
    </div>
  );
}
