import type { Membership } from "@/lib/core/caller";
import { hiding, type PersonalValue, withValues } from "@/lib/log/personal";
import type { Signer } from "@/lib/sign-off/rules";

/** Whoever the words of a signature may name: the signer, who added and confirmed them, in whose name they sign. */
type Named = Signer & { name: string };
type Who = { id: string; name: string };
type As = (of: Who) => string;

/** The same people under other names: whoever a statement comes to name has to be here too. */
function renamed(signer: Named, as: As): Named {
  return {
    ...signer,
    name: as(signer),
    memberships: signer.memberships.map((one) => renamedIn(one, as)),
    delegations: signer.delegations.map((one) => ({
      ...one,
      from: {
        ...one.from,
        name: as(one.from),
        memberships: one.from.memberships.map((member) => renamedIn(member, as)),
      },
    })),
  };
}

function renamedIn(member: Membership, as: As): Membership {
  const { addedBy, confirmed } = member;
  const who = (of: Who): Who => ({ ...of, name: as(of) });
  return {
    ...member,
    addedBy: addedBy && who(addedBy),
    confirmed: confirmed && { ...confirmed, by: who(confirmed.by) },
  };
}

/**
 * The words as the event holds them, with commitments where names stood, and the values that give the names back.
 * `make` writes the words of a signer. Throws when the two would not give what was read (decision 0090).
 */
export function withoutNames(
  words: string,
  signer: Named,
  streamId: string,
  make: (named: Named) => { statement: string },
): { statement: string; values: PersonalValue[] } {
  const hidden = hiding();
  const as: As = ({ id, name }) => hidden.hide(name, { personId: id, streamId });
  const { statement } = make(renamed(signer, as));
  const values = hidden.values.filter(({ commitment }) => statement.includes(commitment));
  const names = new Map(values.map(({ commitment, value }) => [commitment, value]));
  if (withValues(statement, names, "") !== words)
    throw new Error("a statement's names do not give its words back");
  return { statement, values };
}
