// Makes the covered state of every signature in a dossier (or of every case in a file of vectors) from its events and
// its reading, by docs/covered-state.md and with nothing of Countersign: node docs/check-covered.mjs FILE...
// Prints a line for each; ends with 1 when a hash is not the one that was signed.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

/** RFC 8785: ECMAScript writes strings and numbers as it asks; what is left is the order of members. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** "Units, and which are covered". */
function unitsOf(document, events) {
  const added = events
    .filter(({ kind }) => kind === "item.added")
    .sort((a, b) => a.after.position - b.after.position)
    .map(({ subject, after }) => ({ ...after, key: subject.item, children: [], added: true }));
  const deep = (items) => items.flatMap((item) => [item, ...deep(item.children)]);
  const units = [];
  for (const stage of document.stages) {
    let unit = null;
    let number = 0;
    for (const section of stage.sections) {
      if (unit === null) {
        unit = { key: `${stage.key}#${number}`, kind: stage.kind, items: [], signOffs: [] };
        units.push(unit);
        number += 1;
      }
      const here = added.filter(({ sectionKey }) => sectionKey === section.key);
      for (const item of [...deep(section.items), ...here])
        unit.items.push({ ...item, section: section.key });
      if (section.signOffs.length > 0) {
        unit.signOffs = section.signOffs.flatMap((key) => seats(key, events[0].after.policy));
        unit = null;
      }
    }
  }
  return units;
}

const seats = (key, policy) => {
  const need = policy?.signOffs[key]?.need ?? 1;
  return Array.from({ length: need }, (_, at) => (at === 0 ? key : `${key}#${at + 1}`));
};

/** "An item"; `version` is that of the covered state. */
function itemOf(item, events, version) {
  const own = (kind) => events.filter((e) => e.kind === kind && e.subject.item === item.key);
  const corrected = own("item.corrected").at(-1)?.after;
  const changed = own("item.changed").at(-1);
  const { override = null } = changed?.after ?? {};
  const against = override === null ? [] : override.probes.map(({ probeId }) => probeId);
  const written = item.added ? item.command : item.command?.attached ? item.command.text : null;
  const byPerson = changed?.after.cause === "person" && changed.actor.kind === "person";
  const text = corrected?.label ?? item.label;
  return {
    key: item.key,
    ...(version === 1 ? { label: text } : { text }),
    command: corrected?.command ?? written ?? null,
    state: changed?.after.state ?? "todo",
    reason: changed?.after.reason ?? null,
    by: byPerson ? changed.actor.id : null,
    ...(version === 1 ? { override: [...against].sort() } : { overridden: override !== null }),
    probes: probesOf(item.key, events).map(({ id, spec, verdict }) =>
      version === 1
        ? { spec, verdict }
        : { specHash: sha256(canonical(spec)), verdict, overridden: against.includes(id) },
    ),
  };
}

function probesOf(key, events) {
  const bound = events
    .filter(({ kind, subject }) => kind === "probe.bound" && subject.item === key)
    .map(({ subject, after }) => ({ id: subject.probe, spec: after.spec }));
  const of = ({ subject }, id) => subject.probe === id;
  return [...events[0].after.probes.filter(({ itemKey }) => itemKey === key), ...bound]
    .filter(({ id }) => !events.some((e) => e.kind === "probe.unbound" && of(e, id)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, spec }) => {
      const ended = events.filter(
        (e) => (e.kind === "probe.recorded" || e.kind === "probe.cancelled") && of(e, id),
      );
      return { id, spec, verdict: ended.findLast((e) => e.after.counts)?.after.verdict ?? null };
    });
}

/** "Earlier signatures". */
function answersTo(signOffs, events) {
  return signOffs.flatMap((signOff) => {
    const last = events.findLast(
      ({ kind, subject }) =>
        (kind === "sign_off.signed" || kind === "sign_off.refused") && subject.signOff === signOff,
    );
    const withdrawn = events.some(
      (e) => e.kind === "sign_off.withdrawn" && e.subject.signature === last?.subject.signature,
    );
    if (last?.kind !== "sign_off.signed" || withdrawn) return [];
    const { personId: person, teamId: team, stateHash, onBehalfOf } = last.after;
    const answer = { signOff, person, team, stateHash };
    return [onBehalfOf ? { ...answer, onBehalfOf: onBehalfOf.personId } : answer];
  });
}

/** The covered state of a sign-off after `events`; `closing` is what a deployer closes with. */
function coveredState(document, events, signOff, closing) {
  const of = (kind) => events.filter((event) => event.kind === kind);
  const [{ subject, after: first }] = events;
  const version = first.coveredVersion ?? 1;
  const headers = [first, ...of("deployment.header_changed").map(({ after }) => after)];
  const now = (name) => headers.findLast((header) => name in header)?.[name] ?? null;
  const units = unitsOf(document, events);
  const place = units.findIndex(({ signOffs }) => signOffs.includes(signOff));
  const final = place < 0;
  const covered = (final ? units : units.slice(0, place + 1)).filter(
    ({ kind }) => kind !== "follow-up" && (kind !== "rollback" || of("issue.declared").length > 0),
  );
  const sections = first.policy?.signOffs[signOff.replace(/#\d+$/, "")]?.covers ?? null;
  const items = covered
    .flatMap((unit) => unit.items)
    .filter(({ section }) => sections === null || sections.includes(section));
  const above = (final ? units : units.slice(0, place)).flatMap(({ signOffs }) => signOffs);
  const earlier = signOff === "final/approved_by" ? [...above, "final/deployed_by"] : above;
  const deployers = headers.flatMap(({ deployedById }) => deployedById ?? []);
  const { versionId, number, textHash, documentHash } = first.template;
  return {
    v: version,
    deployment: {
      ...{ id: subject.deployment, project: first.project, version: now("version") },
      ...{ environment: now("environment"), variables: now("variables") },
      deployers: [...new Set(deployers)].sort(),
      ...(version === 1 ? {} : { artifact: now("artifact") }),
    },
    template: { versionId, number, textHash, ...(version === 1 ? {} : { documentHash }) },
    ...(version === 1 ? {} : { policy: first.policy ?? null }),
    glass: covered.flatMap(({ key }) => {
      const opened = of("stage.opened").findLast((event) => event.subject.unit === key);
      const early = opened?.after.early;
      return early ? [{ unit: key, by: opened.actor.id, reason: early.reason }] : [];
    }),
    issues: of("issue.declared").map(({ number: at, after }) => ({
      what: after.what,
      ended: of("issue.ended").some((event) => event.number > at),
    })),
    items: items.map((item) => itemOf(item, events, version)),
    signatures: answersTo(earlier, events),
    closing: final ? (closing ?? closingIn(events)) : null,
  };
}

function closingIn(events) {
  const last = events.findLast(
    ({ kind, subject, after }) =>
      (kind === "sign_off.signed" && after.closing !== null) ||
      (kind === "sign_off.withdrawn" && subject.signOff === "final/deployed_by"),
  );
  return last?.kind === "sign_off.signed" ? last.after.closing : null;
}

/** Cases of a file: a dossier's envelope, its statement, or vectors. */
function casesIn(file) {
  const read = JSON.parse(readFileSync(file, "utf8"));
  if (read.cases) return { ...read, cases: read.cases };
  const statement = read.payload
    ? JSON.parse(Buffer.from(read.payload, "base64").toString("utf8"))
    : read;
  const { events, template } = statement.predicate;
  const signed = events.filter(({ kind }) => kind === "sign_off.signed");
  return {
    ...{ events, document: template.document },
    cases: signed.map(({ number, subject, after }) => ({
      ...{ after: number - 1, signOff: subject.signOff, closing: after.closing },
      sha256: after.stateHash,
    })),
  };
}

for (const file of process.argv.slice(2)) {
  const { document, events, cases } = casesIn(file);
  for (const { after, signOff, closing, sha256: expected } of cases) {
    const before = events.filter(({ number }) => number <= after);
    const made = sha256(canonical(coveredState(document, before, signOff, closing)));
    const fits = made === expected;
    if (!fits) process.exitCode = 1;
    const told = fits ? made : `${made}, but signed was ${expected}`;
    console.log(`${fits ? "fits" : "DOES NOT FIT"}: ${signOff} after event ${after}: ${told}`);
  }
}
