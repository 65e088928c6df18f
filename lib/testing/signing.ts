import { sign } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import type { Closing } from "@/lib/sign-off/rules";
import { type MadeDeployment, planNow } from "@/lib/testing/deployments";
import { type MadePerson, makePerson, makeTeam } from "@/lib/testing/fixtures";

/** People and a checklist for tests of signing: two teams in one group, then the final sign-offs. */

export const signedText = `# Checklist

## Preparation
- [ ] Merged

## Go-live
### Technical sign-offs
- [ ] Development team approval
- [ ] QA team approval

### Final steps
- [ ] Announce

## Post-deployment tasks
### Day 1
- [ ] Look at errors

## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

export type Cast = { dev: MadePerson; qa: MadePerson; both: MadePerson; boss: MadePerson };

/** Once per database: the teams' names are those that the checklist means. */
export async function makeCast(): Promise<Cast> {
  const development = (await makeTeam("Development")).id;
  const qa = (await makeTeam("QA")).id;
  const roles = ["approver"] as const;
  return {
    dev: await makePerson({ roles, teams: [development] }),
    qa: await makePerson({ roles, teams: [qa] }),
    both: await makePerson({ roles, teams: [development, qa] }),
    boss: await makePerson({ roles }),
  };
}

export async function signOffKey({ id }: MadeDeployment, label: string): Promise<string> {
  const { state } = await planNow(id);
  const found = Object.values(state.signOffs).find((signOff) => signOff.label.startsWith(label));
  if (!found) throw new Error(`no sign-off "${label}"`);
  return found.key;
}

/** Reads the statement now; what it returns signs it. */
export async function signing(
  deployment: MadeDeployment,
  label: string,
  person: MadePerson,
  closing: Closing | null = null,
) {
  const key = await signOffKey(deployment, label);
  const ask = { deploymentId: deployment.id, signOffKey: key, locale: "en" as const, closing };
  const { statement, stateHash, seen } = await statementView(person.caller, ask);
  return () => sign(person.caller, { ...ask, statement, stateHash, seen });
}

export async function signs(...args: Parameters<typeof signing>) {
  return (await signing(...args))();
}

export const success: Closing = { outcome: "success", notes: "" };
