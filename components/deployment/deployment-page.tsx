"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Announcer } from "@/components/deployment/announcer";
import { DialogOutlet, DialogSlot } from "@/components/deployment/dialogs/dialog-slot";
import { FilterBar } from "@/components/deployment/filters/filter-bar";
import { ItemList } from "@/components/deployment/items/item-list";
import { Keys } from "@/components/deployment/keys/keys";
import { StageNav } from "@/components/deployment/nav/stage-nav";
import { StageSelect } from "@/components/deployment/nav/stage-select";
import { SettlingProvider } from "@/components/deployment/settling";
import { DeploymentProvider, type Me } from "@/components/deployment/store";

/** The page of one deployment: its parts at the left, its items in the middle, where it stands at the right. */
export function DeploymentPage({ id, me }: { id: string; me: Me }) {
  return (
    <NuqsAdapter>
      <DeploymentProvider id={id} me={me}>
        <DialogSlot>
          <SettlingProvider>
            <div className="mx-auto grid max-w-[110rem] gap-x-6 gap-y-4 lg:grid-cols-[14rem_minmax(0,1fr)] 2xl:grid-cols-[16rem_minmax(0,1fr)]">
              <aside className="hidden lg:block">
                <StageNav />
              </aside>
              <div className="min-w-0">
                <div className="sticky top-bar z-20 -mx-1 bg-paper px-1 pb-2">
                  <StageSelect />
                  <FilterBar />
                </div>
                <ItemList />
              </div>
            </div>
            <Announcer />
            <Keys />
            <DialogOutlet />
          </SettlingProvider>
        </DialogSlot>
      </DeploymentProvider>
    </NuqsAdapter>
  );
}
