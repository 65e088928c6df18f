import { finalsOf, type Member, type Model } from "@/lib/testing/model/model";
import { deployedBy, teamOf } from "@/lib/testing/model/outline";
import { isApprover, type Name } from "@/lib/testing/model/people";

/** Rule 3 with teams that people join and leave, and members who are away. */

export const memberOf = (model: Model, name: Name, team: string): Member | null =>
  model.teams[name][team] ?? null;

/** Who came into a team after the deployment was made signs once a second admin has confirmed it. */
const isGood = (member: Member | null): boolean =>
  member !== null && (member.since === null || member.confirmed);

const holds = (model: Model, until: number, ended: boolean) => !ended && until > model.now;

/** Whether a member could sign for the team themselves, whoever else has signed. */
const isAble = (model: Model, name: Name, team: string): boolean =>
  isApprover(name) && !model.deployers.includes(name) && isGood(memberOf(model, name, team));

/** Delegations of this member for this team that hold now. */
export const givenBy = (model: Model, from: Name, team: string) =>
  model.delegations.filter(
    (one) => one.from === from && one.team === team && holds(model, one.until, one.ended),
  );

/** In whose absence somebody would sign: of several members the first who could sign themselves. */
export function awayFor(model: Model, name: Name, team: string) {
  if (memberOf(model, name, team)) return null;
  const given = model.delegations.filter(
    (one) => one.to === name && one.team === team && holds(model, one.until, one.ended),
  );
  return given.find(({ from }) => isAble(model, from, team)) ?? given[0] ?? null;
}

/** Whether somebody answers for a team at all, as a member or for one. */
export const answersFor = (model: Model, name: Name, team: string): boolean =>
  memberOf(model, name, team) !== null || awayFor(model, name, team) !== null;

/** Whoever signs, and in whose name: none of them has a second part in a group. */
function headsOf(model: Model, name: Name, team: string): Name[] {
  const away = awayFor(model, name, team);
  return away ? [name, away.from] : [name];
}

function againstCapacity(model: Model, name: Name, team: string): string[] {
  const member = memberOf(model, name, team);
  if (member) return isGood(member) ? [] : ["joined_late"];
  const away = awayFor(model, name, team);
  if (!away) return ["not_in_team"];
  return isAble(model, away.from, team) ? [] : ["delegator_may_not_sign"];
}

/** Whether this person may ever answer this sign-off. */
export function againstPerson(model: Model, signOff: string, person: Name): string[] {
  if (signOff === deployedBy) return person === model.deployer ? [] : ["not_the_deployer"];
  const team = teamOf[signOff];
  const mine = [
    ...(isApprover(person) ? [] : ["not_an_approver"]),
    ...(model.deployers.includes(person) ? ["deployer_cannot_sign"] : []),
  ];
  if (team === undefined || finalsOf(model).includes(signOff)) return mine;
  const peers = model.outline.units.find(({ signOffs }) => signOffs.includes(signOff))?.signOffs;
  const heads = headsOf(model, person, team);
  const signed = peers?.some((one) => {
    const { person: other, inNameOf = null } = model.answers[one] ?? {};
    return one !== signOff && heads.some((head) => head === other || head === inNameOf);
  });
  return [
    ...mine,
    ...againstCapacity(model, person, team),
    ...(signed ? ["signs_for_one_team"] : []),
  ];
}

/** What the words of a signature say beside its state, by whom and in whose name: to the minute. */
export function wordsOf(model: Model, signOff: string, person: Name): string {
  const team = teamOf[signOff];
  if (team === undefined) return "";
  const minute = (ms: number | null) => ms && Math.floor(ms / 60_000);
  const away = awayFor(model, person, team);
  const member = memberOf(model, away?.from ?? person, team);
  const late = member?.confirmed ? minute(member.since) : null;
  return JSON.stringify([away && [away.from, minute(away.until)], late]);
}
