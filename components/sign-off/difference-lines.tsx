"use client";

import { useTranslations } from "use-intl";
import type { Differs, Named } from "@/lib/deployment/differs";

type Texts = ReturnType<typeof useTranslations<"differs">>;

const asWritten = (text: string) => text;

/** What is missing, other or more than in the project's default template, a line each. `filled` puts values in. */
export function DifferenceLines({
  differs,
  filled = asWritten,
}: {
  differs: Differs;
  filled?: (text: string) => string;
}) {
  const t = useTranslations("differs");
  return (
    <ul className="list-disc pl-5">
      {linesOf(differs, t, filled).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function linesOf(
  { signOffs, items, probes, policy }: Differs,
  t: Texts,
  filled: (text: string) => string,
): string[] {
  const names = ({ n, first }: Named) => ({
    ...{ n, names: first.map((name) => `“${filled(name)}”`).join(", ") },
    more: n - first.length,
  });
  return [
    ...(signOffs.missing.n > 0 ? [t("signOffsMissing", names(signOffs.missing))] : []),
    ...(items.missing.n > 0 ? [t("itemsMissing", names(items.missing))] : []),
    ...(items.changed.n > 0 ? [t("itemsChanged", names(items.changed))] : []),
    ...(probes.n > 0 ? [t("probes", names(probes))] : []),
    ...(signOffs.added > 0 ? [t("signOffsAdded", { n: signOffs.added })] : []),
    ...(items.added > 0 ? [t("itemsAdded", { n: items.added })] : []),
    ...(policy ? [t("policy")] : []),
  ];
}
