"use client";

import { useTranslations } from "use-intl";
import { useFilled } from "@/components/deployment/use-filled";
import { DifferenceLines } from "@/components/sign-off/difference-lines";
import type { Differs } from "@/lib/deployment/differs";

/** That the checklist is not what the project usually runs, above those who sign for it; how, when it is opened. */
export default function DiffersNote({ differs }: { differs: Differs }) {
  const t = useTranslations("differs");
  const filled = useFilled();
  const { name, number } = differs.template;
  return (
    <details className="mt-1 rounded-md border-l-3 border-l-attention bg-attention-soft px-3 py-2 text-sm">
      <summary className="cursor-pointer wrap-anywhere">{t("title", { name, number })}</summary>
      <div className="wrap-anywhere mt-1 grid gap-1">
        <DifferenceLines differs={differs} filled={filled} />
        <p>{t("hint")}</p>
      </div>
    </details>
  );
}
