"use client";

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { RailSection } from "@/components/deployment/rail/rail-section";
import { useDeployment } from "@/components/deployment/store";
import { overBlocker } from "@/lib/deployment/opening";

const ReferencesDialog = lazy(() => import("@/components/deployment/rail/references-dialog"));

/** A relative address leads into somebody's repository, not here: it stays text. */
const isLink = (url: string): boolean => /^(https?|mailto|tel):/i.test(url);

export function References() {
  const t = useTranslations("deployment.references");
  const { state, may } = useDeployment();
  const [editing, setEditing] = useState(false);
  const canEdit = may("deployment.edit") && overBlocker(state) === null;
  return (
    <RailSection
      id="references"
      title={t("title")}
      empty={state.references.length === 0 ? t("empty") : null}
      edit={canEdit ? { label: t("edit"), run: () => setEditing(true) } : null}
    >
      <ul className="grid gap-1 text-sm">
        {state.references.map(({ label, url }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may be alike, and hold no state
          <li key={index}>
            {isLink(url) ? (
              <a
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                className="rounded-sm underline decoration-border underline-offset-3 hover:decoration-current"
              >
                {label}
              </a>
            ) : (
              <>
                {label} <span className="block break-all font-mono text-muted text-xs">{url}</span>
              </>
            )}
          </li>
        ))}
      </ul>
      {editing ? (
        <Suspense fallback={null}>
          <ReferencesDialog onClose={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </RailSection>
  );
}
