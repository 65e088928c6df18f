import { z } from "zod";
import { query } from "@/lib/core/db";

/** The log of the installation itself; it says which key signs heads from when on. */
export const installationStream = { kind: "installation", id: "installation" } as const;
export const keyTaken = "installation.log_key_taken";

/** From `at` (milliseconds) on the key signs, until the next one does; in order. */
export type KeyHolder = { keyId: string; at: number };

const taken = z.object({ at: z.iso.datetime(), after: z.object({ keyId: z.string() }) });

/** Clocks of two machines, and a head that was on its way while the key was replaced. */
const graceMs = 60_000;

export async function keyHolders(): Promise<KeyHolder[]> {
  const rows = await query<{ body: string }>(
    `select body from "Event" where "streamId" = $1 and kind = $2 order by number`,
    [installationStream.id, keyTaken],
  );
  return rows.map(({ body }) => {
    const { at, after } = taken.parse(JSON.parse(body));
    return { keyId: after.keyId, at: Date.parse(at) };
  });
}

/** Public keys (PEM) that ever signed here, or the one with this id; whoever signs now comes first. */
export async function publicKeys(id: string | null): Promise<{ id: string; publicKey: string }[]> {
  const known = await query<{ id: string; publicKey: string }>(
    `select id, "publicKey" from "LogKey" where $1::text is null or id = $1`,
    [id],
  );
  const order = (await keyHolders()).map(({ keyId }) => keyId);
  return known.sort((a, b) => order.lastIndexOf(b.id) - order.lastIndexOf(a.id));
}

/** Whether the key signed at that moment. Before the first was recorded, every known key did. */
export function heldAt(holders: readonly KeyHolder[], keyId: string, at: number): boolean {
  const [first] = holders;
  if (!first || at <= first.at + graceMs) return true;
  return holders.some((holder, index) => {
    const until = holders[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    return holder.keyId === keyId && at >= holder.at - graceMs && at <= until + graceMs;
  });
}
