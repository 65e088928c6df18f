"use client";

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { LineLink } from "@/components/checklist-reading/line-link";
import { Button } from "@/components/ui/button";
import { flattenItems } from "@/lib/checklist/outline";
import type { ProbeOffer, VariableOffer } from "@/lib/checklist/schema";
import type { Reading } from "@/lib/template/reading";

type OffersProps = {
  reading: Reading;
  ready: boolean;
  onLine: (line: number) => void;
  onVariable: (offer: VariableOffer) => void;
  onProbes: (offers: ProbeOffer[]) => void;
  onCommand: (itemKey: string) => void;
};

/** Of each kind; the next follow as these are taken. */
const most = 60;

/** What the text could say better: nothing is changed until a person presses. */
export function Offers({ reading, ready, onLine, onVariable, onProbes, onCommand }: OffersProps) {
  const t = useTranslations("reading");
  const items = useMemo(() => flattenItems(reading.checklist), [reading]);
  const labels = new Map(items.map(({ item }) => [item.key, item.label]));
  const beside = items.filter(({ item }) => item.command?.attached === false);
  const { variables, probes } = reading;
  const n = variables.length + probes.length + beside.length;
  if (n === 0) return null;
  return (
    <details open className="rounded-md border border-line bg-sheet">
      <summary className="px-3 py-2 font-medium">{t("offerCount", { n })}</summary>
      <p className="px-3 pb-2 text-muted text-sm">{t("offerHint")}</p>
      <ul className="max-h-72 overflow-y-auto border-line border-t">
        {variables.slice(0, most).map((offer) => (
          <Offer
            key={`${offer.variable} ${offer.literal}`}
            press={t("replace")}
            about={offer.literal}
            ready={ready}
            onPress={() => onVariable(offer)}
          >
            <span>
              {t.rich("variableOffer", {
                literal: () => <code>{offer.literal}</code>,
                variable: () => <code>{`{{${offer.variable}}}`}</code>,
                n: offer.lines.length,
              })}
            </span>
            <LineLink line={offer.lines[0] ?? 1} onLine={onLine} />
          </Offer>
        ))}
        {beside.slice(0, most).map(({ item }) => (
          <Offer
            key={`command ${item.key}`}
            press={t("attach")}
            about={item.label}
            ready={ready}
            onPress={() => onCommand(item.key)}
          >
            <span>{t("commandOffer", { label: item.label })}</span>
            <LineLink line={item.command?.line ?? item.line} onLine={onLine} />
          </Offer>
        ))}
        {probes.slice(0, most).map((offer) => (
          <Offer
            key={`probe ${offer.itemKey}`}
            press={t("addProbe")}
            about={labels.get(offer.itemKey) ?? offer.itemKey}
            ready={ready}
            onPress={() => onProbes([offer])}
          >
            <span>{t("probeOffer", { label: labels.get(offer.itemKey) ?? offer.itemKey })}</span>
            <LineLink line={offer.line} onLine={onLine} />
            <details className="basis-full text-sm">
              <summary className="text-muted">{t("showProbe")}</summary>
              <pre className="overflow-x-auto text-xs">{offer.spec.trim()}</pre>
            </details>
          </Offer>
        ))}
      </ul>
      {probes.length > 1 ? (
        <div className="border-line border-t px-3 py-2">
          <Button size="sm" disabled={!ready} onClick={() => onProbes(probes)}>
            {t("addAllProbes", { n: probes.length })}
          </Button>
        </div>
      ) : null}
    </details>
  );
}

type OfferProps = {
  press: string;
  about: string;
  ready: boolean;
  onPress: () => void;
  children: React.ReactNode;
};

function Offer({ press, about, ready, onPress, children }: OfferProps) {
  return (
    <li className="flex items-start justify-between gap-3 border-line border-b px-3 py-1.5 last:border-b-0">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">{children}</div>
      <Button
        size="sm"
        aria-disabled={!ready || undefined}
        aria-label={`${press}: ${about}`}
        onClick={ready ? onPress : undefined}
      >
        {press}
      </Button>
    </li>
  );
}
