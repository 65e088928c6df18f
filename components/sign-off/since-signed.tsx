"use client";

import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useDeployment } from "@/components/deployment/store";
import { titleText } from "@/components/deployment/title-text";
import { EventLine } from "@/components/log/event-line";
import { Callout } from "@/components/ui/callout";
import { readJson } from "@/lib/core/read-json";
import { currentSignature } from "@/lib/deployment/standing";
import type { LogEvent } from "@/lib/log/event";

type Slice = { events: LogEvent[]; names: Record<string, string> };

/** Events that can change what a signature covers. */
const covered =
  /^(item\.|probe\.(bound|unbound|recorded)|deployment\.header|stage\.opened|issue\.|sign_off\.)/;

/** What happened since a suspended signature was given, from the log. */
export function SinceSigned({ signOffKey }: { signOffKey: string }) {
  const t = useTranslations("signOff");
  const { id, state, plan } = useDeployment();
  const signature = currentSignature(state, signOffKey);
  const after = signature?.suspendedAt ? signature.seen : null;
  const { data } = useQuery({
    queryKey: ["deployment", id, "events", after, state.last],
    queryFn: () => readJson<Slice>(`/api/deployments/${id}/events?after=${after}`),
    enabled: after !== null,
  });
  if (after === null || !data) return null;
  const events = data.events.filter((event) => covered.test(event.kind));
  return (
    <Callout tone="attention" title={t("since")}>
      <ul className="mt-1 grid max-h-48 gap-0.5 overflow-y-auto text-sm">
        {events.map((event) => (
          <li key={event.number}>
            <EventLine
              event={event}
              names={data.names}
              labelOf={(key) => plan.items[key]?.label ?? key}
              signOffLabel={(key) => state.signOffs[key]?.label ?? key}
              unitTitle={(key) => titleText(plan.unitByKey[key]?.title || key)}
            />
          </li>
        ))}
      </ul>
    </Callout>
  );
}
