"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { useFilled } from "@/components/deployment/use-filled";
import { Button } from "@/components/ui/button";
import { isBlockerCode } from "@/lib/verdict/codes";
import type { Blocker, Owner } from "@/lib/verdict/verdict";

const shownAtFirst = 5;

function useOwnerText(): (owner: Owner) => string {
  const t = useTranslations("verdict");
  const { nameOf } = useDeployment();
  return (owner) => {
    return owner.kind === "person" ? nameOf(owner.id) : t("releaseManager");
  };
}

/** What holds, each with who has to move next and how; a click leads there. */
export default function BlockerList({ blockers }: { blockers: Blocker[] }) {
  const t = useTranslations("verdict");
  const tCommon = useTranslations("common");
  const [all, setAll] = useState(false);
  const shown = all ? blockers : blockers.slice(0, shownAtFirst);
  return (
    <div className="mt-3">
      <h3 className="font-medium text-sm">{t("blockers", { n: blockers.length })}</h3>
      <ul className="mt-1 grid gap-1.5">
        {shown.map((blocker) => (
          <BlockerLine
            key={`${blocker.code}/${blocker.itemKey ?? blocker.signOffKey ?? ""}`}
            blocker={blocker}
          />
        ))}
      </ul>
      {blockers.length > shownAtFirst ? (
        <Button variant="quiet" size="sm" className="mt-1" onClick={() => setAll(!all)}>
          {tCommon(all ? "showLess" : "showMore")}
        </Button>
      ) : null}
    </div>
  );
}

function BlockerLine({ blocker }: { blocker: Blocker }) {
  const t = useTranslations("verdict");
  const ownerText = useOwnerText();
  const filled = useFilled();
  const { code, params, itemKey, signOffKey, owner } = blocker;
  if (!isBlockerCode(code)) return null;
  const label = filled(String(params.label ?? ""));
  const why = String(params.reason ?? params.what ?? "");
  const target = itemKey ? `item-${itemKey}` : signOffKey ? `sign-off-${signOffKey}` : null;
  return (
    <li className="border-failed border-l-2 pl-2.5 text-sm">
      {target ? (
        <a
          href={`#${encodeURIComponent(target)}`}
          className="rounded-sm font-medium underline decoration-border underline-offset-3 hover:decoration-current"
        >
          {t(`blocker.${code}`, { label })}
        </a>
      ) : (
        <span className="font-medium">{t(`blocker.${code}`, { label })}</span>
      )}
      {why ? <span className="block text-muted">{why}</span> : null}
      <span className="block text-muted">
        {t(`next.${code}`, { owner: ownerText(owner), label })}
      </span>
    </li>
  );
}
