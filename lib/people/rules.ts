import { type Reason, reason } from "@/lib/core/errors";
import { type Grant, may } from "@/lib/core/permissions";

/** What rules need to know of a person. */
export type Standing = {
  id: string;
  name: string;
  disabled: boolean;
  grants: readonly (Grant & { id: string })[];
};

/** Who administers people: an admin of all projects. */
export const isAdmin = (grants: readonly Grant[]): boolean => may(grants, "people.edit", null);

/** `otherAdmins`: enabled admins besides this person. */
export function disableBlocker(
  person: Standing,
  actorId: string | null,
  otherAdmins: number,
): Reason | null {
  if (person.id === actorId) return reason("cannot_disable_oneself");
  if (isAdmin(person.grants) && otherAdmins === 0)
    return reason("last_admin", { name: person.name });
  return null;
}

/** `otherAdmins`: enabled admins besides this person. Disabling is part of it. */
export function forgetBlocker(
  person: Standing,
  actorId: string | null,
  otherAdmins: number,
): Reason | null {
  if (person.id === actorId) return reason("cannot_forget_oneself");
  return person.disabled ? null : disableBlocker(person, actorId, otherAdmins);
}

/** What stands in an account instead of the email and the name of whoever was forgotten: no address at all. */
export const forgottenEmail = (personId: string): string => `forgotten-${personId}`;
/** Short, and still another one for each: four eyes have to be seen. */
export const forgottenName = (personId: string): string => `forgotten-${personId.slice(0, 8)}`;
export const isForgotten = ({ id, email }: { id: string; email: string }): boolean =>
  email === forgottenEmail(id);

/** Nobody comes back under the id of somebody who was forgotten. */
export const forgottenBlocker = (person: { id: string; email: string }): Reason | null =>
  isForgotten(person) ? reason("person_forgotten") : null;

export function revokeBlocker(
  person: Standing,
  grantId: string,
  otherAdmins: number,
): Reason | null {
  const left = person.grants.filter((grant) => grant.id !== grantId);
  const loses = !person.disabled && isAdmin(person.grants) && !isAdmin(left);
  return loses && otherAdmins === 0 ? reason("last_admin", { name: person.name }) : null;
}

/** Why this admin cannot be the second one who confirms a membership. */
export function confirmBlocker(
  member: { personId: string; addedById: string | null },
  adminId: string,
): Reason | null {
  if (member.personId === adminId) return reason("cannot_confirm_oneself");
  return member.addedById === adminId ? reason("second_admin_confirms") : null;
}

/** Whether a member of a team may answer for it: enabled, and an approver in that project (null: in some). */
export function maySignForTeam(
  person: { disabled: boolean; grants: readonly Grant[] },
  projectId: string | null,
): boolean {
  return (
    !person.disabled &&
    person.grants.some(
      (grant) =>
        grant.role === "approver" &&
        (grant.projectId === null || projectId === null || grant.projectId === projectId),
    )
  );
}

/** "Product Owner" → "product-owner": what a sign-off line in a checklist is matched with. */
export function teamKey(name: string): string {
  return name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

export const PASSWORD_LENGTH = 12;

/** The stems of the passwords that lists of leaked ones begin with, as they look without digits and signs. */
const commonStems = new Set(
  "password passwort passw pass qwerty qwertyuiop azerty letmein welcome admin administrator iloveyou monkey dragon football baseball sunshine princess master login abc abcd abcdef asdf asdfghjkl zxcvbn zxcvbnm secret changeme default countersign test tester user guest root hello summer winter spring autumn".split(
    " ",
  ),
);

/** Why this cannot be a password; null when it can. `personal`: name and email of its owner. */
export function passwordBlocker(password: string, personal: readonly string[]): Reason | null {
  if ([...password].length < PASSWORD_LENGTH)
    return reason("password_too_short", { n: PASSWORD_LENGTH });
  const plain = password.normalize("NFKC").toLowerCase();
  const letters = plain.replace(/[^\p{L}]/gu, "");
  const monotone = new Set(plain).size < 5 || isSequence(plain);
  if (monotone || (isCommon(letters) && letters.length > 0)) return reason("password_too_common");
  if (personal.some((text) => text.length >= 4 && covers(plain, text.toLowerCase())))
    return reason("password_personal");
  return null;
}

/** "passwordpassword" is no better than "password". */
function isCommon(letters: string): boolean {
  if (commonStems.has(letters)) return true;
  return [...commonStems].some(
    (stem) => stem.length >= 4 && letters.replaceAll(stem, "").length === 0,
  );
}

/** "123456789012", "abcdefghijkl". */
function isSequence(text: string): boolean {
  const codes = [...text].map((sign) => sign.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, at) => Math.abs(code - (codes[at] ?? 0)));
  return steps.filter((step) => step === 1 || step === 9).length === steps.length;
}

/** Most of the password is this text. */
function covers(password: string, text: string): boolean {
  return password.includes(text) && password.length - text.length < 8;
}
