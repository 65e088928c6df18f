"use client";

import { useRouter } from "next/navigation";
import { useControl } from "@/components/deployment/store";
import { ConnectionMark } from "@/components/live/connection-mark";
import { Here } from "@/components/live/here";
import { useLive } from "@/components/live/use-live";

/** Follows the stream into the page; shows who else looks and whether the page is current. */
export function LiveStatus() {
  const { id, me, current, ingest } = useControl();
  const router = useRouter();
  const { state, people } = useLive(id, {
    last: () => current().state.last,
    onEvent: (event, names) => ingest([event], names),
    // Read again by the server, which says "not found" to who may no longer see it.
    onGone: () => router.refresh(),
  });
  return (
    <div className="flex items-center gap-2">
      <Here people={people} me={me.id} />
      <ConnectionMark state={state} />
    </div>
  );
}
