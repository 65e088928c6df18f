import { ChecklistError } from "@/lib/checklist/errors";
import { flattenItems } from "@/lib/checklist/outline";
import { type ReadResult, readWithPlaces } from "@/lib/checklist/read";
import type { Checklist, ProbeOffer } from "@/lib/checklist/schema";
import { startOf } from "@/lib/checklist/tree";
import { editText } from "@/lib/template/text-edits";
import { blockUnder, withoutBlock } from "@/lib/template/under-item";

/** The text with what was accepted in it; `missed` are the items under which it could not be written. */
export type Accepted = { text: string; done: string[]; missed: string[] };

const draftsOf = (read: ReadResult) =>
  new Map(read.assembled.items.map(({ item, draft }) => [item.key, draft]));

/** Writes the offered probes under their items, and makes sure that they are read as such. */
export function acceptProbes(text: string, offers: readonly ProbeOffer[]): Accepted {
  const before = readWithPlaces(text);
  const drafts = draftsOf(before);
  const wanted = offers.flatMap((offer) => {
    const draft = drafts.get(offer.itemKey);
    const edit = draft ? blockUnder(before.source, draft, "probe", offer.spec) : null;
    return edit ? [{ offer, edit }] : [];
  });
  const attempt = (tries: typeof wanted): Accepted | null => {
    const edits = tries.map(({ edit }) => edit);
    const next = editText(text, before.source, edits);
    const keys = tries.map(({ offer }) => offer.itemKey);
    if (!keepsItems(before.checklist, next, keys)) return null;
    const missed = offers.map((offer) => offer.itemKey).filter((key) => !keys.includes(key));
    return { text: next, done: keys, missed };
  };
  const all = attempt(wanted);
  if (all) return all;
  const single = wanted.filter((one) => attempt([one]) !== null);
  return attempt(single) ?? { text, done: [], missed: offers.map((offer) => offer.itemKey) };
}

/** Moves the code block that stands beside an item under it. */
export function acceptCommand(text: string, itemKey: string): Accepted {
  const before = readWithPlaces(text);
  const { source } = before;
  const missed = { text, done: [], missed: [itemKey] };
  const draft = draftsOf(before).get(itemKey);
  const code = draft?.beside[0];
  if (!draft || !code) return missed;
  const edit = blockUnder(source, draft, code.lang ?? "", code.value);
  if (!edit) return missed;
  const gone = withoutBlock(source, startOf(code), code);
  const next = editText(text, source, [edit, gone]);
  const item = flattenItems(readWithPlaces(next).checklist).find((one) => one.item.key === itemKey);
  const attached = item?.item.command?.attached && item.item.command.text === code.value;
  return attached ? { text: next, done: [itemKey], missed: [] } : missed;
}

/** True when the new text has the same items, and these of them a probe. */
function keepsItems(before: Checklist, text: string, probed: readonly string[]): boolean {
  try {
    const after = flattenItems(readWithPlaces(text).checklist);
    const old = flattenItems(before);
    const withProbe = new Set(after.flatMap(({ item }) => (item.probe?.spec ? [item.key] : [])));
    return (
      after.length === old.length &&
      after.every(({ item }, at) => item.key === old[at]?.item.key) &&
      probed.every((key) => withProbe.has(key))
    );
  } catch (error) {
    if (error instanceof ChecklistError) return false;
    throw error;
  }
}
