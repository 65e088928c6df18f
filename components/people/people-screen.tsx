"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { PeopleList } from "@/components/people/people-list";
import { TeamList } from "@/components/people/team-list";
import { Tabs } from "@/components/ui/tabs";
import type { PeopleView } from "@/lib/people/schema";

export type PeopleTab = "people" | "teams";

/** `first`: the tab that the address asks for. */
export function PeopleScreen({ view, first }: { view: PeopleView; first: PeopleTab }) {
  const t = useTranslations("people");
  const [tab, setTab] = useState(first);
  const go = (next: PeopleTab) => {
    setTab(next);
    window.history.replaceState(null, "", next === "teams" ? "/people?tab=teams" : "/people");
  };
  return (
    <Tabs
      label={t("tabs.label")}
      value={tab}
      onChange={go}
      tabs={[
        { id: "people", label: t("tabs.people"), content: <PeopleList people={view.people} /> },
        { id: "teams", label: t("tabs.teams"), content: <TeamList view={view} /> },
      ]}
    />
  );
}
