"use client";

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useControl, useDeployment } from "@/components/deployment/store";
import SignDialog from "@/components/sign-off/sign-dialog";
import { toast } from "@/components/ui/toast-store";
import type { ProviderSigningView } from "@/lib/sign-off/schema";

/** Back from the identity provider: says what came of the signature, or opens it again as it was left. */
export default function ProviderReturn({ signingId }: { signingId: string }) {
  const t = useTranslations("signOff");
  const { id, state } = useDeployment();
  const { refetch } = useControl();
  const [left, setLeft] = useState<ProviderSigningView | null>(null);
  const { signOffs } = state;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once; the address forgets it at the same time
  useEffect(() => {
    const address = new URL(window.location.href);
    address.searchParams.delete("signing");
    window.history.replaceState(window.history.state, "", address);
    const read = async () => {
      const answer = await fetch(`/api/deployments/${id}/signing/${encodeURIComponent(signingId)}`);
      if (!answer.ok) return; // nobody's any more: the page itself says what stands
      const view = (await answer.json()) as ProviderSigningView;
      if (!view.signed) return setLeft(view);
      await refetch();
      toast({
        tone: "settled",
        text: t("signed", { label: signOffs[view.signOffKey]?.label ?? "" }),
      });
    };
    read().catch(() => undefined);
  }, [signingId]);
  if (!left) return null;
  return <SignDialog signOffKey={left.signOffKey} left={left} onClose={() => setLeft(null)} />;
}
