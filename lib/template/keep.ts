import type { Edit } from "@/lib/checklist/edits";
import { allSections, flattenItems } from "@/lib/checklist/outline";
import { additionEdit, type Host } from "@/lib/checklist/print-added";
import { closeOpenFence } from "@/lib/checklist/print-header";
import { contactEdits, referenceEdits } from "@/lib/checklist/print-tables";
import { type ReadResult, readWithPlaces } from "@/lib/checklist/read";
import type { Checklist } from "@/lib/checklist/schema";
import { own } from "@/lib/core/own";
import { acceptProbes } from "@/lib/template/accept";
import {
  type Kept,
  type KeptChanges,
  type KeptItem,
  type NotKept,
  placedItems,
  probeEdits,
  unsettled,
  wordEdits,
} from "@/lib/template/kept-items";
import { editText } from "@/lib/template/text-edits";
import { holdsCode } from "@/lib/template/under-item";

/**
 * The template's text with a deployment's probes, contacts and corrections written into it; everything else
 * stays as it is, byte for byte. `checklist` is the pinned reading of this text. What would change how the
 * rest is read (a label that turns a line into a sign-off) is left out and told.
 */
export function keepText(text: string, checklist: Checklist, changes: KeptChanges): Kept {
  const without = [
    {},
    { labels: {} },
    { labels: {}, added: [] },
    { labels: {}, added: [], commands: {} },
    { labels: {}, added: [], commands: {}, probes: {} },
  ];
  for (const left of without) {
    const kept = writeChanges(text, checklist, { ...changes, ...left });
    if (kept) return { text: kept.text, notKept: [...kept.notKept, ...leftOut(changes, left)] };
  }
  return { text, notKept: leftOut(changes, { labels: {}, added: [], commands: {}, probes: {} }) };
}

function leftOut(changes: KeptChanges, left: Partial<KeptChanges>): NotKept[] {
  const keys = (what: NotKept["what"], all: string[]) => all.map((key) => ({ key, what }));
  return [
    ...(left.labels ? keys("label", Object.keys(changes.labels)) : []),
    ...(left.added
      ? keys(
          "item",
          changes.added.map(({ key }) => key),
        )
      : []),
    ...(left.commands ? keys("command", Object.keys(changes.commands)) : []),
    ...(left.probes ? keys("probe", Object.keys(changes.probes)) : []),
  ];
}

/** Null when the text would be read as another checklist than it is. */
function writeChanges(text: string, checklist: Checklist, changes: KeptChanges): Kept | null {
  const read = readWithPlaces(text);
  const notKept: NotKept[] = [];
  const items = placedItems(read, checklist);
  const hosts = hostsOf(read, checklist);
  const edits: Edit[] = [
    ...items.flatMap((placed) => [
      ...wordEdits(read.source, placed, changes, notKept),
      ...probeEdits(read.source, placed, changes, notKept),
    ]),
    ...additionEdits(read, hosts, changes.added, notKept),
    ...(changes.contacts ? contactEdits(read, changes.contacts) : []),
    ...(changes.references ? referenceEdits(read, changes.references) : []),
  ];
  if (edits.length === 0) return { text, notKept };
  const next = editText(text, read.source, [...closeOpenFence(read, edits), ...edits]);
  const after = flattenItems(readWithPlaces(next).checklist);
  const added = new Map(changes.added.map(({ key, sectionKey }) => [key, hosts.get(sectionKey)]));
  const keys = after.map(({ item }) => item.key).filter((key) => !added.has(key));
  const meant = items.map(({ key, item }) => (Object.hasOwn(changes.labels, key) ? key : item.key));
  const inPlace = after.filter(({ item, section }) => {
    const host = added.get(item.key);
    return host && host.key === section.key;
  });
  const same = keys.length === meant.length && keys.every((key, at) => key === meant[at]);
  if (!same || inPlace.length !== [...added.values()].filter((host) => host).length) return null;
  return withAddedProbes(next, changes, notKept);
}

type Section = Host & { /** As today's reader names it. */ key: string };

/** Sections by their pinned keys. */
function hostsOf(read: ReadResult, checklist: Checklist): Map<string, Section> {
  const pinned = allSections(checklist).map(({ section }) => section);
  return new Map(
    read.assembled.sections.map(({ section, part }, index) => {
      const same = pinned.find((one) => one.line === section.line && one.key === section.key);
      const host = { last: part.items.at(-1) ?? null, firstSignOff: part.signOffs[0] ?? null };
      return [(same ?? pinned[index] ?? section).key, { ...host, key: section.key }];
    }),
  );
}

function additionEdits(
  read: ReadResult,
  hosts: Map<string, Section>,
  added: readonly KeptItem[],
  notKept: NotKept[],
): Edit[] {
  const nowhere: Host = { last: null, firstSignOff: null };
  return added.map(({ command, ...item }) => {
    const host = hosts.get(item.sectionKey) ?? [...hosts.values()].at(-1) ?? nowhere;
    const holds = host.last === null || holdsCode(host.last);
    if (command !== null && !holds) notKept.push({ key: item.key, what: "command" });
    const given = command !== null && holds ? { command } : {};
    return additionEdit(read.source, host, { ...unsettled, ...item, ...given });
  });
}

/** Probes of added items: they have a place only now. */
function withAddedProbes(text: string, changes: KeptChanges, notKept: NotKept[]): Kept {
  const offers = changes.added.flatMap(({ key }) => {
    const [spec, ...more] = own(changes.probes, key) ?? [];
    if (more.length > 0) notKept.push({ key, what: "probe" });
    return spec === undefined ? [] : [{ itemKey: key, line: 1, spec }];
  });
  if (offers.length === 0) return { text, notKept };
  const accepted = acceptProbes(text, offers);
  const missed = accepted.missed.map((key): NotKept => ({ key, what: "probe" }));
  return { text: accepted.text, notKept: [...notKept, ...missed] };
}
