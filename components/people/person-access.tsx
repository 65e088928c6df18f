"use client";

import { useState } from "react";
import { useTranslations } from "use-intl";
import { ConfirmAct } from "@/components/auth/confirm-act";
import { FormError } from "@/components/auth/form-error";
import { useAct } from "@/components/auth/use-act";
import { OneTimePassword } from "@/components/people/one-time-password";
import { PersonIdentities } from "@/components/people/person-identities";
import { PersonSection } from "@/components/people/person-section";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast-store";
import { useErrorText } from "@/lib/i18n/use-error-text";
import {
  disablePersonAction,
  enablePersonAction,
  forgetPersonAction,
  resetPasswordAction,
} from "@/lib/people/actions";
import { isForgotten } from "@/lib/people/rules";
import type { PersonView } from "@/lib/people/schema";

type PersonAccessProps = { person: PersonView; isSelf: boolean };

export function PersonAccess({ person, isSelf }: PersonAccessProps) {
  const t = useTranslations("people");
  const [password, setPassword] = useState<string | null>(null);
  const { id, name } = person;
  const input = { personId: id };
  return (
    <PersonSection title={t("person.accessTitle")}>
      <p className="mb-3 text-muted">{t("person.accessNote")}</p>
      <div className="flex flex-wrap gap-2">
        {isSelf || isForgotten(person) ? null : (
          <ConfirmAct
            action={resetPasswordAction}
            input={input}
            size="md"
            label={t("person.reset")}
            title={t("person.resetTitle", { name })}
            body={t("person.resetBody")}
            done={(result) => setPassword(result.password)}
          />
        )}
        {isSelf || person.disabledAt ? null : (
          <ConfirmAct
            action={disablePersonAction}
            input={input}
            size="md"
            label={t("person.disable")}
            title={t("person.disableTitle", { name })}
            body={t("person.disableBody")}
          />
        )}
        {person.disabledAt && !isForgotten(person) ? <Enable person={person} /> : null}
        {isSelf || isForgotten(person) ? null : (
          <ConfirmAct
            action={forgetPersonAction}
            input={input}
            size="md"
            label={t("person.forget")}
            title={t("person.forgetTitle", { name })}
            body={t("person.forgetBody")}
          />
        )}
      </div>
      {isSelf ? <p>{t("person.self")}</p> : null}
      <PersonIdentities person={person} />
      <Dialog
        open={password !== null}
        held
        onClose={() => setPassword(null)}
        title={`${t("oneTime.title")}: ${name}`}
        size="sm"
        footer={
          <Button variant="primary" onClick={() => setPassword(null)}>
            {t("oneTime.done")}
          </Button>
        }
      >
        {password ? <OneTimePassword password={password} /> : null}
      </Dialog>
    </PersonSection>
  );
}

function Enable({ person }: { person: PersonView }) {
  const t = useTranslations("people.person");
  const errorText = useErrorText();
  const act = useAct(enablePersonAction);
  const enable = () =>
    act.run({ personId: person.id }, () => toast({ text: t("enabled", { name: person.name }) }));
  return (
    <>
      <FormError text={act.error ? errorText(act.error) : null} />
      <Button pending={act.pending} onClick={enable}>
        {t("enable")}
      </Button>
    </>
  );
}
