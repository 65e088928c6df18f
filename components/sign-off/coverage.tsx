"use client";

import { useTranslations } from "use-intl";
import { useFilled } from "@/components/deployment/use-filled";
import type { StatementView } from "@/lib/sign-off/schema";

type Named = { key: string; label: string; reason: string }[];

/** What lies under the signature that a signer should look at twice: waived, and ticked against a verdict. */
export function Coverage({ view }: { view: StatementView }) {
  const t = useTranslations("signOff");
  if (view.waived.length + view.overridden.length === 0) return null;
  return (
    <div className="grid gap-2 text-sm">
      <Names title={t("waived", { n: view.waived.length })} items={view.waived} />
      <Names title={t("overridden", { n: view.overridden.length })} items={view.overridden} />
    </div>
  );
}

function Names({ title, items }: { title: string; items: Named }) {
  const filled = useFilled();
  if (items.length === 0) return null;
  return (
    <div className="border-attention border-l-2 pl-2.5">
      <p className="font-medium">{title}</p>
      <ul>
        {items.map(({ key, label, reason }) => (
          <li key={key}>
            {filled(label)} <span className="text-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
