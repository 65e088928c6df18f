import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "@/lib/core/caller";
import { query } from "@/lib/core/db";
import { disablePerson, resetPassword } from "@/lib/people/commands";
import { forgetPerson } from "@/lib/people/forget-command";
import { removeFromTeam, revokeRole } from "@/lib/people/grant-commands";
import { logOf, makeDeployment, settle } from "@/lib/testing/deployments";
import { expectWhole } from "@/lib/testing/expect-whole";
import { type MadePerson, makeAdmin, makePerson, makeTeam, setup } from "@/lib/testing/fixtures";
import { signedText, signing } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

let qa: string;
beforeAll(async () => {
  await makeTeam("Development");
  qa = (await makeTeam("QA")).id;
});

async function ready() {
  const deployment = await makeDeployment({ text: signedText });
  await settle(deployment, "Merged");
  return deployment;
}

const signer = () => makePerson({ roles: ["approver"], teams: [qa] });

/** Holds a log's lock as another process would, until `work` is done. */
async function holding(streamId: string, work: () => Promise<void>): Promise<void> {
  const other = new pg.Client(process.env.DATABASE_URL);
  await other.connect();
  try {
    await other.query("begin");
    await other.query(`select 1 from "Stream" where id = $1 for update`, [streamId]);
    await work();
    await other.query("commit");
  } finally {
    await other.end();
  }
}

/** Until as many statements wait for a lock. */
async function waiting(n: number): Promise<void> {
  for (;;) {
    const [row] = await query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if ((row?.n ?? 0) >= n) return;
  }
}

const told = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: { code?: string; reason?: { code: string } }) => error.reason?.code ?? String(error),
  );

async function roleOf({ id }: MadePerson): Promise<string> {
  const [grant] = await query<{ id: string }>(`select id from "Grant" where "personId" = $1`, [id]);
  return grant?.id ?? "";
}

describe("whoever waits for a log", () => {
  const happenings: [string, (person: MadePerson) => Promise<unknown>, string][] = [
    ["disabled", ({ id }) => disablePerson(setup, { personId: id }), "signed_out"],
    [
      "taken out of the team",
      ({ id }) => removeFromTeam(setup, { personId: id, teamId: qa }),
      "not_in_team",
    ],
    ["given another password", ({ id }) => resetPassword(setup, { personId: id }), "signed_out"],
    ["forgotten", ({ id }) => forgetPerson(setup, { personId: id }), "signed_out"],
    [
      "no approver any more",
      async (person) => revokeRole(setup, { personId: person.id, grantId: await roleOf(person) }),
      "no_such_deployment",
    ],
  ];
  it.each(happenings)("and is %s meanwhile is judged as they are then", async (_, happen, code) => {
    const [person, deployment] = [await signer(), await ready()];
    const go = await signing(deployment, "QA", person);
    let answer: Promise<string> = Promise.resolve("");
    await holding(deployment.id, async () => {
      answer = told(go());
      await waiting(1);
      await happen(person);
    });
    expect(await answer).toBe(code);
    const kinds = (await logOf(deployment.id)).map(({ kind }) => kind);
    expect(kinds).not.toContain("sign_off.signed");
  });

  it("keeps who they are as they are until it is written: nobody signs after they were disabled", async () => {
    const deployments = await Promise.all(Array.from({ length: 12 }, ready));
    for (const deployment of deployments) {
      const person = await signer();
      const go = await signing(deployment, "QA", person);
      await Promise.all([told(go()), disablePerson(setup, { personId: person.id })]);
      const signed = (await logOf(deployment.id)).find(({ kind }) => kind === "sign_off.signed");
      const disabled = (await logOf(person.id)).find(({ kind }) => kind === "person.disabled");
      expect(disabled).toBeDefined();
      if (signed && disabled) expect(signed.at <= disabled.at).toBe(true);
      await expectWhole(deployment.id);
    }
  });

  it("two administrators who disable each other at once: one is, and the other is told so", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = [await makeAdmin(), await makeAdmin()];
      const disables = (by: Caller, { id }: MadePerson) =>
        told(disablePerson(by, { personId: id }));
      const answers = await Promise.all([disables(one.caller, other), disables(other.caller, one)]);
      expect(answers.sort()).toEqual(["done", "signed_out"]);
    }
  });
});
