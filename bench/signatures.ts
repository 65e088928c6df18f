import { actionOverHttp, requireOk } from "@/bench/action";
import { coveredFigures } from "@/bench/covered";
import { type Figure, median, quantile } from "@/bench/figures";
import { httpClient } from "@/bench/load";
import type { Stage } from "@/bench/stage";
import { hashPassword, passwordMatches } from "@/lib/auth/password-hash";
import { encodeSession, SESSION_COOKIE } from "@/lib/auth/session-token";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { createPerson } from "@/lib/people/commands";
import { grantRole } from "@/lib/people/grant-commands";
import { statementView } from "@/lib/sign-off/queries";
import type { Closing } from "@/lib/sign-off/rules";
import type { SignWithPasswordInput } from "@/lib/sign-off/schema";
import { type MadeDeployment, makeDeployment } from "@/lib/testing/deployments";
import { callerOf, makePerson, setup } from "@/lib/testing/fixtures";

const rounds = 60;
const warmUp = 10;
const password = "bench: a long enough one";

const text = `# Checklist

## Deployment
- [ ] (optional) Told everybody

## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____
`;

type Signer = {
  id: string;
  caller: Caller;
  sign: (input: SignWithPasswordInput) => Promise<number>;
};

/** Somebody with a password, signed in over HTTP; `sign` answers with the milliseconds that it took. */
async function signer(stage: Stage, role: "approver" | "release_manager"): Promise<Signer> {
  const person = { name: `Bench ${role}`, email: `bench-${role}@example.com` };
  const { personId } = (await createPerson(setup, person)).result;
  await query(
    `update "Person" set "mustChangePassword" = false, "passwordHash" = $2 where id = $1`,
    [personId, await hashPassword(password)],
  );
  await grantRole(setup, { personId, role, projectId: null });
  const caller = await callerOf(personId);
  const epoch = caller.actor.kind === "person" ? caller.actor.epoch : 0;
  const send = httpClient(
    stage.url,
    `${SESSION_COOKIE}=${await encodeSession({ personId, epoch })}`,
  );
  const act = actionOverHttp<SignWithPasswordInput>({ url: stage.url, send }, "signAction");
  const sign = async (input: SignWithPasswordInput) => {
    const answered = await act(input, input.deploymentId);
    requireOk(answered);
    return answered.ms;
  };
  return { id: personId, caller, sign };
}

/** Reads the words, then signs them with the password again. */
async function signs(
  { id: deploymentId }: Pick<MadeDeployment, "id">,
  signOffKey: string,
  { caller, sign }: Signer,
  closing: Closing | null,
): Promise<number> {
  const ask = { deploymentId, signOffKey, locale: "en" as const, closing };
  const { statement, stateHash, seen } = await statementView(caller, ask);
  return sign({ ...ask, statement, stateHash, seen, password });
}

/** What the password alone takes here. */
async function hashing(): Promise<number> {
  const hash = await hashPassword(password);
  const all: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const start = performance.now();
    await passwordMatches(hash, password);
    all.push(performance.now() - start);
  }
  return median(all);
}

/** (d) What signatures cost: made canonical, given with the password again, sealed, and verified in a dossier. */
export async function signatureFigures(stage: Stage): Promise<Figure[]> {
  const deployer = await signer(stage, "release_manager");
  const approver = await signer(stage, "approver");
  const manager = { ...(await makePerson()), id: deployer.id, caller: deployer.caller };
  const signed: number[] = [];
  const sealed: number[] = [];
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const made = await makeDeployment({ text, manager });
    const closing = { outcome: "success" as const, notes: "" };
    const first = await signs(made, "final/deployed_by", deployer, closing);
    const last = await signs(made, "final/approved_by", approver, null);
    if (round < warmUp) continue;
    signed.push(first);
    sealed.push(last);
  }
  const hash = await hashing();
  const note = `of ${rounds} over HTTP, less ${Math.round(hash)} ms of the password's hash`;
  const figure = (id: string, title: string, all: number[]): Figure => {
    const mid = Math.round((median(all) - hash) * 10) / 10;
    const value = quantile(all, 0.95) - hash;
    return { id, title, value, unit: "ms", note: `${note}; median ${mid} ms` };
  };
  return [
    ...(await coveredFigures()),
    figure("sign.p95", "Signing with the password again, p95", signed),
    figure("seal.p95", "The last signature, which seals, p95", sealed),
  ];
}
