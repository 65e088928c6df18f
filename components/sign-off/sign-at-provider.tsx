"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { FormError } from "@/components/auth/form-error";
import { useCommand } from "@/components/deployment/use-command";
import { Button } from "@/components/ui/button";
import { useErrorText } from "@/lib/i18n/use-error-text";
import { signAtProviderAction } from "@/lib/sign-off/actions";
import type { SignAtProviderInput, SignWays } from "@/lib/sign-off/schema";

type SignAtProviderProps = {
  ways: SignWays & { provider: string };
  /** What is signed; null while it cannot be. */
  input: SignAtProviderInput | null;
};

/** The other proof of who signs: a new sign-in at the identity provider, in this tab. */
export default function SignAtProvider({ ways, input }: SignAtProviderProps) {
  const t = useTranslations("signOff.provider");
  const errorText = useErrorText();
  const { run, pending, error } = useCommand(signAtProviderAction);
  const [leaving, setLeaving] = useState(false);
  const { password, provider: name } = ways;
  const leave = async () => {
    if (!input) return;
    const answer = await run(input);
    if (!answer.ok) return;
    setLeaving(true);
    // Back without having signed in: the page may be shown as it was left.
    window.addEventListener("pageshow", () => setLeaving(false), { once: true });
    window.location.assign(answer.result.url);
  };
  return (
    <section className="grid justify-items-start gap-2">
      {password ? <h3 className="font-medium text-sm">{t("title", { name })}</h3> : null}
      <p className="text-muted text-sm">{t(password ? "hint" : "only", { name })}</p>
      <Button
        variant={password ? "default" : "sign"}
        pending={pending || leaving}
        disabled={!input}
        onClick={leave}
        className="max-w-full"
      >
        <KeyRound aria-hidden className="size-4 shrink-0" />
        <span className="truncate">{t("sign", { name })}</span>
      </Button>
      <FormError text={error ? errorText(error) : null} />
    </section>
  );
}
