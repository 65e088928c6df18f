"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "use-intl";
import { Announcer } from "@/components/deployment/announcer";
import { DialogOutlet, DialogSlot } from "@/components/deployment/dialogs/dialog-slot";
import { FilterBar } from "@/components/deployment/filters/filter-bar";
import { DeploymentHeader } from "@/components/deployment/header/deployment-header";
import { ItemList } from "@/components/deployment/items/item-list";
import { Keys } from "@/components/deployment/keys/keys";
import { StageNav } from "@/components/deployment/nav/stage-nav";
import { Rail } from "@/components/deployment/rail/rail";
import { SettlingProvider } from "@/components/deployment/settling";
import { DeploymentProvider, type Me, useControl } from "@/components/deployment/store";
import { useLive } from "@/components/live/use-live";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";

/** The page of one deployment: its parts at the left, its items in the middle, where it stands at the right. */
export function DeploymentPage({ id, me }: { id: string; me: Me }) {
  return (
    <DeploymentProvider id={id} me={me}>
      <DialogSlot>
        <SettlingProvider>
          <div className="mx-auto max-w-[112rem]">
            <LiveHeader />
            <div className="grid gap-x-6 gap-y-6 lg:grid-cols-[minmax(0,1fr)_18rem] xl:grid-cols-[14rem_minmax(0,1fr)_18rem] 2xl:grid-cols-[16rem_minmax(0,1fr)_21rem]">
              <div className="hidden xl:block">
                <StageNav />
              </div>
              <div className="min-w-0">
                <div className="sticky top-bar z-20 -mx-1 mb-3 bg-paper px-1 pb-2">
                  <FilterBar />
                </div>
                <ItemList />
              </div>
              <div className="lg:sticky lg:top-[calc(var(--spacing-bar)+0.5rem)] lg:max-h-[calc(100dvh-4.5rem)] lg:self-start lg:overflow-y-auto">
                <Rail />
              </div>
            </div>
          </div>
          <Announcer />
          <Keys />
          <DialogOutlet />
        </SettlingProvider>
      </DialogSlot>
    </DeploymentProvider>
  );
}

/** Follows the stream into the page; the header says who else looks and whether the page is current. */
function LiveHeader() {
  const { id, me, confirmed, ingest, progress } = useControl();
  const router = useRouter();
  const t = useTranslations("deployment");
  const { state, people } = useLive(id, {
    me: me.id,
    last: () => confirmed().last,
    onEvent: (event, names) => ingest([event], names),
    onProgress: (one) => progress.take([one]),
    // Read again by the server, which says "not found" to who may no longer see it.
    onGone: () => router.refresh(),
  });
  return (
    <>
      {state === "signed_out" ? (
        <Callout
          tone="attention"
          role="alert"
          className="mb-3"
          action={
            <LinkButton size="sm" href={`/sign-in?next=/deployments/${id}`}>
              {t("signIn")}
            </LinkButton>
          }
        >
          {t("signedOut")}
        </Callout>
      ) : null}
      <DeploymentHeader live={state} people={people} />
    </>
  );
}
