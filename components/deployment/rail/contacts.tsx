"use client";

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { RailSection } from "@/components/deployment/rail/rail-section";
import { useDeployment } from "@/components/deployment/store";
import { overBlocker } from "@/lib/deployment/opening";

const ContactsDialog = lazy(() => import("@/components/deployment/rail/contacts-dialog"));

/** A telephone number or mail address becomes a link; anything else stays text. */
function Reach({ value }: { value: string }) {
  const style =
    "rounded-sm underline decoration-border underline-offset-3 hover:decoration-current";
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    return (
      <a className={style} href={`mailto:${value}`}>
        {value}
      </a>
    );
  }
  if (/^\+?[\d\s().-]{6,}$/.test(value)) {
    return (
      <a className={style} href={`tel:${value.replace(/[^\d+]/g, "")}`}>
        {value}
      </a>
    );
  }
  return <>{value}</>;
}

/** Whom to call. `id`: they may stand on the page twice, for a phone and for wider screens. */
export function Contacts({ id = "contacts" }: { id?: string }) {
  const t = useTranslations("deployment.contacts");
  const { state, may } = useDeployment();
  const [editing, setEditing] = useState(false);
  const canEdit = may("deployment.edit") && overBlocker(state) === null;
  return (
    <RailSection
      id={id}
      title={t("title")}
      empty={state.contacts.length === 0 ? t("empty") : null}
      edit={canEdit ? { label: t("edit"), run: () => setEditing(true) } : null}
    >
      <ul className="grid gap-1.5 text-sm">
        {state.contacts.map((contact, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may be alike, and hold no state
          <li key={index}>
            <span className="font-medium">{contact.role}</span>
            {contact.escalation ? (
              <span className="text-muted"> · {contact.escalation}</span>
            ) : null}
            <span className="block">
              {contact.name || contact.contact ? (
                <>
                  {contact.name} <Reach value={contact.contact} />
                </>
              ) : (
                <span className="text-muted">{t("blank")}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
      {editing ? (
        <Suspense fallback={null}>
          <ContactsDialog onClose={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </RailSection>
  );
}
