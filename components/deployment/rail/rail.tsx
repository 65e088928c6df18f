"use client";

import { Contacts } from "@/components/deployment/rail/contacts";
import { References } from "@/components/deployment/rail/references";
import { useDeployment } from "@/components/deployment/store";
import { SignOffPanel } from "@/components/sign-off/sign-off-panel";
import { VerdictPanel } from "@/components/verdict/verdict-panel";
import { overBlocker, rollbackRunning } from "@/lib/deployment/opening";

/** Where the deployment stands, who signs, whom to call. While an issue runs, whom to call comes first. */
export function Rail() {
  const { state } = useDeployment();
  const calling = rollbackRunning(state) && overBlocker(state) === null;
  return (
    <div className="grid content-start gap-6">
      <div className="hidden lg:block">
        <VerdictPanel />
      </div>
      {calling ? (
        <div className="hidden lg:block">
          <Contacts />
        </div>
      ) : null}
      <SignOffPanel />
      {calling ? null : <Contacts />}
      <References />
    </div>
  );
}
