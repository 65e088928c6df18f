"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ChecklistOutline } from "@/components/checklist-reading/checklist-outline";
import { ReadingCounts } from "@/components/checklist-reading/reading-counts";
import { WarningList } from "@/components/checklist-reading/warning-list";
import { CopyButton } from "@/components/ui/copy-button";
import { ErrorState } from "@/components/ui/error-state";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { versionDocumentQuery } from "@/lib/template/cache";
import type { VersionView } from "@/lib/template/schema";

/** One published version: as it is read, and its text. */
export function VersionPanel({ version }: { version: VersionView }) {
  const t = useTranslations("templates");
  const [tab, setTab] = useState<"reading" | "text">("reading");
  return (
    <section aria-labelledby="version-shown" className="mt-6">
      <h2 id="version-shown" className="mb-2 font-semibold text-xl">
        {t("versionNumber", { number: version.number })}
      </h2>
      <Tabs
        label={t("versionNumber", { number: version.number })}
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "reading", label: t("reading"), content: <VersionReading id={version.id} /> },
          { id: "text", label: t("text"), content: <VersionText version={version} /> },
        ]}
      />
    </section>
  );
}

function VersionReading({ id }: { id: string }) {
  const [t, common] = [useTranslations("templates"), useTranslations("common")];
  const { data, isPending, refetch, isFetching } = useQuery(versionDocumentQuery(id));
  if (isPending) return <SkeletonRows count={10} label={common("loading")} />;
  if (!data) {
    return (
      <ErrorState
        title={t("readingFailed")}
        retrying={isFetching}
        onRetry={() => {
          void refetch();
        }}
      />
    );
  }
  return (
    <div className="grid gap-3 pt-3">
      <ReadingCounts checklist={data} />
      <WarningList warnings={data.warnings} />
      <ChecklistOutline checklist={data} />
    </div>
  );
}

function VersionText({ version }: { version: VersionView }) {
  const t = useTranslations("templates");
  return (
    <div className="grid gap-2 pt-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="min-w-0 break-all text-muted text-sm">
          SHA-256 <code>{version.textHash}</code>
        </p>
        <CopyButton text={version.text} label={t("copyText")} />
      </div>
      <section
        aria-label={t("text")}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by key
        tabIndex={0}
        className="focus-inset max-h-[70vh] overflow-auto rounded-md border border-line bg-sheet p-3"
      >
        <pre className="text-sm">{version.text}</pre>
      </section>
    </div>
  );
}
