import { flattenItems } from "@/lib/checklist/outline";
import type { Checklist, ChecklistItem } from "@/lib/checklist/schema";
import { own } from "@/lib/core/own";
import { askedOf } from "@/lib/deployment/policy";

/** How many, and the first of them by name. */
export type Named = { n: number; first: string[] };

/** How a checklist differs from the project's default template. What is missing is named; what is more is counted. */
export type Differs = {
  template: { id: string; name: string; number: number };
  /** Sign-offs: of one that several give, each seat that is not there counts. */
  signOffs: { missing: Named; added: number };
  items: { missing: Named; added: number; changed: Named };
  /** Items whose probe is not there, or is another. */
  probes: Named;
  /** The policy is another. */
  policy: boolean;
};

const mostNames = 5;
const named = (labels: string[]): Named => ({
  n: labels.length,
  first: labels.slice(0, mostNames),
});

type Line = { key: string; label: string };

/** Each sign-off by its team, as often as the policy needs it: one that moved is not missing. The final ones too. */
function signOffLines({ signOffs, policy, finalSignOff }: Checklist): Line[] {
  const counted = new Map<string, number>();
  const teams = signOffs.flatMap(({ key, label, team }) =>
    Array.from({ length: askedOf(policy, key).need }, () => {
      const name = team.trim().toLowerCase();
      const nth = (counted.get(name) ?? 0) + 1;
      counted.set(name, nth);
      return { key: `${name}#${nth}`, label };
    }),
  );
  return finalSignOff ? [...teams, { key: "final", label: "Deployed by / Approved by" }] : teams;
}

const byKey = <Row extends { key: string }>(rows: Row[]): Record<string, Row> =>
  Object.fromEntries(rows.map((row) => [row.key, row]));

const without = (rows: Line[], others: Record<string, unknown>) =>
  rows.filter(({ key }) => own(others, key) === undefined);

const said = ({ label, required, command }: ChecklistItem) =>
  JSON.stringify([label, required, command?.attached ? command.text : null]);
const inOrder = (value: unknown): string =>
  JSON.stringify(value ?? null, (_, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
/** The same values in another order are the same: a stored reading has its members in the database's. */
const same = (a: unknown, b: unknown) => inOrder(a) === inOrder(b);

/** Null: they ask for the same. `template` names the default one. */
export function differsFrom(
  template: Differs["template"],
  standard: Checklist,
  document: Checklist,
): Differs | null {
  const [was, now] = [standard, document].map((one) => flattenItems(one).map(({ item }) => item));
  const [wasAt, nowAt] = [byKey(was ?? []), byKey(now ?? [])];
  const kept = (was ?? []).flatMap((item) => {
    const there = own(nowAt, item.key);
    return there ? [{ item, there }] : [];
  });
  const labels = (rows: readonly { label: string }[]) => rows.map(({ label }) => label);
  const [asked, asks] = [signOffLines(standard), signOffLines(document)];
  const made: Differs = {
    template,
    signOffs: {
      missing: named(labels(without(asked, byKey(asks)))),
      added: without(asks, byKey(asked)).length,
    },
    items: {
      missing: named(labels(without(was ?? [], nowAt))),
      added: without(now ?? [], wasAt).length,
      changed: named(
        kept.flatMap(({ item, there }) => (said(item) === said(there) ? [] : [there.label])),
      ),
    },
    probes: named(
      kept.flatMap(({ item, there }) =>
        item.probe?.spec && !same(item.probe.spec, there.probe?.spec) ? [item.label] : [],
      ),
    ),
    policy: !same(standard.policy, document.policy),
  };
  return isNothing(made) ? null : made;
}

const isNothing = ({ signOffs, items, probes, policy }: Differs): boolean =>
  signOffs.missing.n + signOffs.added + items.missing.n + items.added + items.changed.n === 0 &&
  probes.n === 0 &&
  !policy;
