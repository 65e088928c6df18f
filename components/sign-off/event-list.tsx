"use client";

import { useDeployment } from "@/components/deployment/store";
import { useFilled } from "@/components/deployment/use-filled";
import { EventLine } from "@/components/log/event-line";
import { titleText } from "@/lib/checklist/title-text";
import type { DeploymentEvent } from "@/lib/deployment/events";

type EventListProps = { events: readonly DeploymentEvent[]; names: Record<string, string> };

/** Events of this deployment in words, in the order in which they happened. */
export function EventList({ events, names }: EventListProps) {
  const { plan, state, view } = useDeployment();
  const filled = useFilled();
  return (
    <ul className="mt-1 grid max-h-48 gap-0.5 overflow-y-auto text-sm">
      {events.map((event) => (
        <li key={event.number}>
          <EventLine
            event={event}
            names={{ ...view.names, ...names }}
            labelOf={(key) => filled(plan.items[key]?.label ?? key)}
            signOffLabel={(key) => state.signOffs[key]?.label ?? key}
            unitTitle={(key) => titleText(plan.unitByKey[key]?.title || key)}
          />
        </li>
      ))}
    </ul>
  );
}
