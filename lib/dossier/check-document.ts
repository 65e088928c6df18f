import { z } from "zod";
import { flattenItems } from "@/lib/checklist/outline";
import type { Checklist } from "@/lib/checklist/schema";
import { fold } from "@/lib/deployment/fold";
import { unmetOf } from "@/lib/deployment/least";
import { seatsOf } from "@/lib/deployment/policy";
import { planOf } from "@/lib/deployment/units";
import { demandSame, Unsound } from "@/lib/dossier/fault";
import { eventsOf, type Predicate } from "@/lib/dossier/schema";
import { canonical, sha256 } from "@/lib/log/event";
import { pinnedLeastSchema } from "@/lib/project/least";

const createdSchema = z.object({
  items: z.array(z.string()),
  template: z.object({
    versionId: z.string(),
    textHash: z.string(),
    documentHash: z.string().optional(),
  }),
  policy: z.unknown().optional(),
  signOffs: z.array(z.object({ key: z.string(), kind: z.string() })),
});

/** Text and reading are those that the first event pins. Returns the reading. */
export function checkDocument({ template, events }: Predicate): Checklist {
  const [first] = events;
  const pinned = createdSchema.safeParse(first?.after);
  if (first?.kind !== "deployment.created" || !pinned.success)
    throw new Unsound("first-event", "event 1", "deployment.created", first?.kind ?? "nothing");
  const { items, signOffs, policy, template: of } = pinned.data;
  demandSame("text-hash", "template text", of.textHash, sha256(template.text));
  demandSame(
    "document-hash",
    "template document",
    of.documentHash ?? template.documentHash,
    sha256(canonical(template.document)),
  );
  demandSame(
    "document-hash",
    "template document",
    of.documentHash ?? template.documentHash,
    template.documentHash,
  );
  const document = template.document as Checklist;
  let keys: string[];
  try {
    keys = flattenItems(document).map(({ item }) => item.key);
  } catch {
    throw new Unsound(
      "document-items",
      "template document",
      "a checklist's reading",
      "something else",
    );
  }
  demandSame("document-items", "template document", items.join(", "), keys.join(", "));
  // A policy, or a seat, that is not in the event would be a gate that was taken away.
  const asked = canonical(document.policy ?? null);
  demandSame("policy", "event 1", asked, canonical(policy ?? null));
  const teams = signOffs.filter(({ kind }) => kind === "team").map(({ key }) => key);
  const seats = document.signOffs.flatMap(({ key }) => seatsOf(document.policy, key));
  demandSame("policy", "event 1", seats.join(", "), teams.join(", "));
  return document;
}

const leastAsked = z.object({ least: z.array(pinnedLeastSchema).nullish() });

/** The checklist has the sign-offs that its environments ask for at least, as the events pin what they asked. */
export function checkLeast({ events }: Predicate, document: Checklist): void {
  const [first] = eventsOf(events);
  if (!first) return;
  const { signOffs, policy } = fold([first]);
  const asked = { policy, signOffs: Object.values(signOffs) };
  for (const event of events) {
    if (event.kind !== "deployment.created" && event.kind !== "deployment.header_changed") continue;
    const where = `event ${event.number}`;
    const read = leastAsked.safeParse(event.after);
    if (!read.success) throw new Unsound("event-unreadable", where, "least sign-offs", event.kind);
    const [unmet] = unmetOf(planOf(document, { items: {} }), asked, read.data.least ?? []);
    if (!unmet) continue;
    const wanted = `${unmet.need} of ${unmet.team} before ${unmet.before}`;
    throw new Unsound("least-sign-offs", where, wanted, String(unmet.have));
  }
}

const recordedSchema = z.object({ runId: z.string(), evidenceHash: z.string() });

/** Each recorded run is there, and is the one whose hash its event names. */
export function checkRuns({ events, runs }: Predicate): void {
  const results = new Map(runs.map(({ runId, result }) => [runId, result]));
  for (const event of events) {
    if (event.kind !== "probe.recorded") continue;
    const read = recordedSchema.safeParse(event.after);
    const where = `event ${event.number}`;
    if (!read.success) throw new Unsound("event-unreadable", where, "a recorded run", event.kind);
    const { runId, evidenceHash } = read.data;
    if (!results.has(runId))
      throw new Unsound("run-missing", where, `the evidence of run ${runId}`, "none");
    demandSame("run-hash", `run ${runId}`, evidenceHash, sha256(canonical(results.get(runId))));
  }
}
