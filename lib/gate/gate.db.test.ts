import { beforeAll, describe, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { gateCommand } from "@/lib/gate/cli";
import { answerGate } from "@/lib/gate/http";
import { gate, gateByNames } from "@/lib/gate/queries";
import { gateAnswer, gateLookup, gateProblem, gateQuestion } from "@/lib/gate/schema";
import { checkLogs } from "@/lib/log/check-logs";
import { type MadeDeployment, makeDeployment, settle } from "@/lib/testing/deployments";
import { makeAdmin, makePerson, makeProject } from "@/lib/testing/fixtures";
import { refusal } from "@/lib/testing/refusal";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { type Cast, makeCast, signs } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";
import { createToken, withdrawToken } from "@/lib/token/commands";
import { listTokens } from "@/lib/token/queries";

useDatabase();

const text = `---
policy:
  lasts: 8h
---
# Checklist

## Preparation
- [ ] Merged
### Technical sign-offs
- [ ] QA team approval

## Deployment steps
- [ ] Applied
`;

let cast: Cast;
let admin: Awaited<ReturnType<typeof makeAdmin>>;
beforeAll(async () => {
  cast = await makeCast();
  admin = await makeAdmin();
});

async function tokenFor(projectId: string | null) {
  const { result } = await createToken(admin.caller, { name: "Pipeline", projectId, days: 30 });
  return result;
}

async function signedOff(): Promise<MadeDeployment> {
  const deployment = await makeDeployment({ text });
  await settle(deployment, "Merged");
  await signs(deployment, "QA", cast.qa);
  return deployment;
}

type Ask = { token?: string; search?: string; headers?: Record<string, string> };

/** As the route answers. */
async function ask(id: string, { token, search = "", headers = {} }: Ask = {}) {
  const bearer: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };
  const request = new Request(`http://localhost/api/v1/deployments/${id}/gate${search}`, {
    headers: { "x-countersign-client": `test ${id}`, ...bearer, ...headers },
  });
  const response = await answerGate(request, gateQuestion, (by, asked, locale) =>
    gate(by, id, asked, locale),
  );
  const body: unknown = await response.json();
  expect(response.headers.get("cache-control")).toBe("no-store");
  return response.status === 200
    ? { status: 200, ...gateAnswer.parse(body) }
    : { ...gateProblem.parse(body), headers: response.headers };
}

describe("a token", () => {
  it("is made and withdrawn by admins alone, and is in the log without what it is", async () => {
    const manager = await makePerson({ roles: ["release_manager"] });
    const wish = { name: "Pipeline", projectId: null, days: 30 };
    await expect(createToken(manager.caller, wish)).rejects.toMatchObject({ code: "forbidden" });
    await expect(listTokens(manager.caller)).rejects.toMatchObject({ code: "not_found" });
    const { tokenId, token } = await tokenFor(null);
    await expect(withdrawToken(manager.caller, { tokenId })).rejects.toMatchObject({
      code: "forbidden",
    });
    await withdrawToken(admin.caller, { tokenId });
    await expect(withdrawToken(admin.caller, { tokenId })).rejects.toEqual(
      refusal("token_withdrawn"),
    );
    const mine = (await listTokens(admin.caller)).find(({ id }) => id === tokenId);
    expect(mine).toMatchObject({ name: "Pipeline", project: null, createdBy: admin.name });
    expect(mine?.withdrawnAt).not.toBeNull();
    const events = await query<{ kind: string; body: string }>(
      `select kind, body from "Event" where body::jsonb #>> '{subject,token}' = $1 order by number`,
      [tokenId],
    );
    expect(events.map(({ kind }) => kind)).toEqual(["token.created", "token.withdrawn"]);
    for (const { body } of events) expect(body).not.toContain(token.slice(4, 20));
    const [row] = await query<{ hash: string }>(`select hash from "ApiToken" where id = $1`, [
      tokenId,
    ]);
    expect(token).toMatch(/^csg_[\w-]{43}$/);
    expect(row?.hash).toMatch(/^[0-9a-f]{64}$/);
    for await (const log of checkLogs("installation")) expect(log.fault).toBeNull();
  });

  it("is not made for a project that is not there, nor for ever", async () => {
    const nowhere = "00000000-0000-4000-8000-000000000000";
    const wish = { name: "Pipeline", projectId: nowhere, days: 30 };
    await expect(createToken(admin.caller, wish)).rejects.toMatchObject({ code: "not_found" });
    const forEver = { ...wish, projectId: null, days: 3_650 };
    await expect(createToken(admin.caller, forEver)).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("the gate", () => {
  it("answers who has a token of the project, and nobody else", async () => {
    const deployment = await signedOff();
    const { id, project } = deployment;
    const [own, other] = [await tokenFor(project.id), await tokenFor((await makeProject()).id)];
    const answer = await ask(id, { token: own.token });
    expect(answer).toMatchObject({
      proceed: true,
      verdict: "not_yet",
      stage: "deploy",
      reasons: [],
    });
    const [last] = await query<{ number: number; hash: string }>(
      `select number, hash from "Event" where "streamId" = $1 order by number desc limit 1`,
      [id],
    );
    expect(answer).toMatchObject({ event: last, deployment: { id, version: "1.0.0" } });
    expect(await ask(id, { token: other.token })).toMatchObject({
      ...{ status: 404, code: "no_such_deployment" },
    });
    const nothing = { status: 401, code: "no_such_token" };
    for (const token of [undefined, "csg_forged", own.token.slice(0, -1)])
      expect(await ask(id, token === undefined ? {} : { token })).toMatchObject(nothing);
    await withdrawToken(admin.caller, { tokenId: own.tokenId });
    const gone = await ask(id, { token: own.token });
    expect(gone).toMatchObject(nothing);
    expect("headers" in gone && gone.headers.get("www-authenticate")).toContain("Bearer");
    await query(`update "ApiToken" set "expiresAt" = now() - interval '1 second' where id = $1`, [
      other.tokenId,
    ]);
    expect(await ask(id, { token: other.token })).toMatchObject(nothing);
  });

  it("closes with the signature, opens when it stands again, and closes when it is over", async () => {
    const deployment = await signedOff();
    const { token } = await tokenFor(deployment.project.id);
    const { id } = deployment;
    expect(await ask(id, { token })).toMatchObject({ proceed: true });
    await settle(deployment, "Merged", "todo");
    const held = await ask(id, { token, headers: { "accept-language": "ko-KR,ko" } });
    expect(held).toMatchObject({ proceed: false, verdict: "held" });
    expect("reasons" in held && held.reasons).toContainEqual({
      ...{ code: "signature_suspended", text: "서명 효력 정지: QA team approval" },
    });
    await settle(deployment, "Merged");
    expect(await ask(id, { token })).toMatchObject({ proceed: true });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 9 * 3_600_000 });
    const over = await ask(id, { token }).finally(() => vi.useRealTimers());
    expect(over).toMatchObject({ proceed: false, reasons: [{ code: "signature_expired" }] });
  });

  it("names what is wrong with a question", async () => {
    const { id, project } = await signedOff();
    const { token } = await tokenFor(project.id);
    for (const search of ["?stage=rollback", "?artifact=abc", "?stgae=deploy", "?lang=de"])
      expect(await ask(id, { token, search })).toMatchObject({
        status: 400,
        code: "invalid_input",
      });
    const twice = await ask(id, { token, search: "?stage=deploy&stage=prepare" });
    expect("detail" in twice && twice.detail).toContain("stage");
    const other = await ask(id, { token, search: "?version=2.0.0&lang=en" });
    expect(other).toMatchObject({
      ...{ proceed: false, reasons: [{ code: "gate_other_version" }] },
    });
  });

  it("is found by project, environment and version, if just one is under way", async () => {
    const deployment = await signedOff();
    const { id, project } = deployment;
    const bearer = { id: "token", projectId: project.id };
    const names = { project: project.slug, environment: "Production", version: "1.0.0" };
    const found = (names_: object, by = bearer) => gateByNames(by, gateLookup.parse(names_), "en");
    expect(await found(names)).toMatchObject({ proceed: true, deployment: { id } });
    const none = { reason: { code: "gate_none_under_way" } };
    await expect(found({ ...names, version: "9" })).rejects.toMatchObject(none);
    const elsewhere = (await makeProject()).id;
    await expect(found(names, { ...bearer, projectId: elsewhere })).rejects.toMatchObject(none);
    await makeDeployment({ text, project, manager: deployment.manager });
    await expect(found(names)).rejects.toMatchObject({
      ...{ code: "conflict", reason: { code: "gate_several_under_way" } },
    });
  });

  it("is asked so often and no more", async () => {
    const { id } = await signedOff();
    const told = [];
    for (let n = 0; n < 32; n += 1) told.push((await ask(id, { token: "csg_guess" })).status);
    expect(told.filter((status) => status === 401)).toHaveLength(30);
    const limited = await ask(id, { token: "csg_guess" });
    expect(limited).toMatchObject({ status: 429 });
    expect("headers" in limited && Number(limited.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("countersign gate", () => {
  const servers = localServers();

  /** What the command says and ends with, asking a server that answers as the routes do. */
  async function run(token: string, args: (url: string) => string[], waits: number[] = []) {
    const { url } = await servers.keep(
      serveHttp((incoming, outgoing) => {
        const path = incoming.url ?? "";
        const headers = { authorization: incoming.headers.authorization ?? "" };
        const request = new Request(`http://127.0.0.1${path}`, { headers });
        const id = /deployments\/([^/]+)\/gate/.exec(path)?.[1];
        const answered = id
          ? answerGate(request, gateQuestion, (by, asked, locale) => gate(by, id, asked, locale))
          : answerGate(request, gateLookup, gateByNames);
        void answered.then(async (response) => {
          outgoing.writeHead(response.status, Object.fromEntries(response.headers));
          outgoing.end(await response.text());
        });
      }),
    );
    const out: string[] = [];
    const code = await gateCommand(args(url), {
      token,
      stdout: (line) => void out.push(line),
      stderr: (line) => void out.push(line),
      async wait(ms) {
        waits.push(ms);
      },
      now: () => waits.reduce((sum, ms) => sum + ms, 0),
    }).finally(() => servers.closeAll());
    return { code, out: out.join("") };
  }

  it("ends with 0 to proceed, 1 not to and why, 2 when it could not be asked", async () => {
    const deployment = await signedOff();
    const { id, project } = deployment;
    const { token } = await tokenFor(project.id);
    const plain = (url: string) => ["--url", url, "--deployment", id];
    expect(await run(token, plain)).toMatchObject({ code: 0 });
    const names = (url: string) => [
      ...["--url", url, "--project", project.slug, "--environment", "Production"],
      ...["--version", "1.0.0"],
    ];
    expect(await run(token, names)).toMatchObject({ code: 0 });
    await settle(deployment, "Merged", "todo");
    const held = await run(token, plain);
    expect(held).toMatchObject({ code: 1 });
    expect(held.out).toContain("Signature suspended: QA team approval");
    expect(await run("csg_forged", plain)).toMatchObject({ code: 2 });
    expect(await run("", plain)).toMatchObject({ code: 2 });
    expect(await run(token, (url) => ["--url", url])).toMatchObject({ code: 2 });
    const nobody = await run(token, () => ["--url", "http://127.0.0.1:9", "--deployment", id]);
    expect(nobody).toMatchObject({ code: 2 });
  });

  it("asks again until it may, or until the time is over", async () => {
    const deployment = await signedOff();
    const { token } = await tokenFor(deployment.project.id);
    await settle(deployment, "Merged", "todo");
    const waits: number[] = [];
    const args = (url: string) => ["--url", url, "--deployment", deployment.id, "--wait", "1m"];
    expect(await run(token, args, waits)).toMatchObject({ code: 1 });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
    await settle(deployment, "Merged");
    expect(await run(token, args)).toMatchObject({ code: 0 });
  });
});
