"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { PeopleList } from "@/components/people/people-list";
import type { PeopleTab } from "@/components/people/people-tabs";
import { TeamList } from "@/components/people/team-list";
import { TokenList } from "@/components/people/token-list";
import { Tabs } from "@/components/ui/tabs";
import type { PeopleView } from "@/lib/people/schema";
import type { TokenView } from "@/lib/token/schema";

type PeopleScreenProps = { view: PeopleView; tokens: TokenView[]; first: PeopleTab };

/** `first`: the tab that the address asks for. */
export function PeopleScreen({ view, tokens, first }: PeopleScreenProps) {
  const t = useTranslations("people");
  const [tab, setTab] = useState(first);
  const go = (next: PeopleTab) => {
    setTab(next);
    window.history.replaceState(null, "", next === "people" ? "/people" : `/people?tab=${next}`);
  };
  return (
    <Tabs
      label={t("tabs.label")}
      value={tab}
      onChange={go}
      tabs={[
        { id: "people", label: t("tabs.people"), content: <PeopleList people={view.people} /> },
        { id: "teams", label: t("tabs.teams"), content: <TeamList view={view} /> },
        {
          id: "tokens",
          label: t("tabs.tokens"),
          content: <TokenList tokens={tokens} projects={view.projects} />,
        },
      ]}
    />
  );
}
