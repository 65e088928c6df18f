import { afterEach, expect, it, vi } from "vitest";
import { query } from "@/lib/core/db";
import { environmentSlug } from "@/lib/probe/secret-source";
import { makeProbed, type Probed, probeNow, queueRun, work } from "@/lib/testing/probed";
import { localServers, serveHttp } from "@/lib/testing/servers";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const servers = localServers();
afterEach(servers.closeAll);
afterEach(() => void vi.unstubAllEnvs());

const value = "s3cr3t-of-one-environment";

async function placeOf({ id }: Probed) {
  const [place] = await query<{ project: string; environment: string }>(
    `select p.slug as project, e.name as environment from "Deployment" d
     join "Environment" e on e.id = d."environmentId" join "Project" p on p.id = e."projectId" where d.id = $1`,
    [id],
  );
  if (!place) throw new Error("no such deployment");
  return place;
}

async function giveSecret(made: Probed): Promise<void> {
  const { project, environment } = await placeOf(made);
  const words = [project, environmentSlug(environment), "API_TOKEN"];
  const name = words.map((word) => word.replaceAll("-", "_").toUpperCase()).join("__");
  vi.stubEnv(`COUNTERSIGN_SECRET__${name}`, value);
}

/** Everything that the database holds about runs and events, as text. */
async function allKept(): Promise<string> {
  const rows = await query<{ kept: string }>(
    `select coalesce(string_agg(run::text, ''), '') as kept from "ProbeRun" run
     union all select coalesce(string_agg(event::text, ''), '') from "Event" event
     union all select coalesce(string_agg(deployment::text, ''), '') from "Deployment" deployment`,
  );
  return rows.map(({ kept }) => kept).join("");
}

it("a run gets its environment's secret, another project's run does not, and neither is kept", async () => {
  const got: unknown[] = [];
  const server = await servers.keep(
    serveHttp((request, response) => {
      got.push(request.headers["x-api-token"]);
      response.end(`you sent ${request.headers["x-api-token"]}`);
    }),
  );
  const spec = `kind: http\ntarget: ${server.url}\nheaders:\n  x-api-token: "{{secret.API_TOKEN}}"\nassert: ["status == 200"]`;
  const said = vi.spyOn(console, "error");
  const own = await makeProbed([spec]);
  const foreign = await makeProbed([spec]);
  await giveSecret(own);
  await work(await queueRun(own));
  await work(await queueRun(foreign));
  expect(got).toEqual([value]);
  expect((await probeNow(own)).latest).toMatchObject({ verdict: "pass" });
  expect((await probeNow(foreign)).latest).toMatchObject({
    verdict: "inconclusive",
    reason: { code: "secret-missing", params: { name: "API_TOKEN" } },
  });
  const kept = await allKept();
  expect(kept).toContain("you sent [secret API_TOKEN]");
  expect(kept).not.toContain(value);
  expect(said.mock.calls.flat().join(" ")).not.toContain(value);
});
