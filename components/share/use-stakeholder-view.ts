import { useEffect, useState } from "react";
import { type StakeholderView, stakeholderView } from "@/lib/share/schema";

export type Connection = "live" | "away" | "gone";

/** The view as the server tells it, and whether it is current. The browser connects again by itself. */
export function useStakeholderView(token: string, first: StakeholderView) {
  const [view, setView] = useState(first);
  const [connection, setConnection] = useState<Connection>("live");
  useEffect(() => {
    const source = new EventSource(`/api/share/${encodeURIComponent(token)}/stream`);
    source.onopen = () => setConnection("live");
    source.onerror = () => {
      // Closed for good only when the server refused: the link shows nothing any more, or there is no room.
      setConnection(source.readyState === EventSource.CLOSED ? "gone" : "away");
    };
    source.onmessage = ({ data }) => {
      const told: unknown = JSON.parse(String(data));
      const kind = typeof told === "object" && told ? Reflect.get(told, "t") : null;
      if (kind === "gone") {
        setConnection("gone");
        return source.close();
      }
      const read = stakeholderView.safeParse(
        typeof told === "object" && told ? Reflect.get(told, "view") : null,
      );
      if (read.success) setView(read.data);
    };
    return () => source.close();
  }, [token]);
  return { view, connection };
}
