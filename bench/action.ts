import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { z } from "zod";
import { type Answered, acceptEncoding } from "@/bench/load";
import type { Stage } from "@/bench/stage";
import type { SettleItemInput } from "@/lib/deployment/schema";
import { standalone } from "@/lib/process/roots";

const manifestSchema = z.object({
  node: z.record(z.string(), z.object({ exportedName: z.string() })),
});

/** The id under which this build knows a server action. */
function actionId(name: string): string {
  const file = join(standalone, ".next", "server", "server-reference-manifest.json");
  const { node } = manifestSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const found = Object.entries(node).find(([, { exportedName }]) => exportedName === name);
  if (!found) throw new Error(`This build has no server action ${name}.`);
  return found[0];
}

type Encoder = { encodeReply(value: unknown): Promise<string | FormData> };

/** React's own encoder of arguments, as Next brings it for browsers. */
function reactEncoder(): Encoder {
  const bundler = globalThis as typeof globalThis & { __turbopack_require__?: () => void };
  bundler.__turbopack_require__ ??= () => undefined; // it looks for its bundler when it loads
  return createRequire(import.meta.url)(
    "next/dist/compiled/react-server-dom-turbopack/client.node",
  ) as Encoder;
}

/** Where the browser says that it is: the segments of the deployment page. */
function routerState(deploymentId: string): string {
  const page = ["__PAGE__", {}, null, null, 0];
  const id = [["id", deploymentId, "d", null], { children: page }, null, null, 0];
  const deployments = ["deployments", { children: id }, null, null, 0];
  const dashboard = ["(dashboard)", { children: deployments }, null, null, 0];
  return encodeURIComponent(JSON.stringify(["", { children: dashboard }, null, null, 16]));
}

export type Tick = (input: SettleItemInput) => Promise<Answered>;
type Place = Pick<Stage, "url" | "send">;

/** A tick as the deployment page in a browser sends it. `headers` replace its own, the session too. */
export function tickOverHttp(place: Place, headers: Record<string, string> = {}): Tick {
  const act = actionOverHttp<SettleItemInput>(place, "settleItemAction", headers);
  return (input) => act(input, input.deploymentId);
}

/** Any server action as the page of this deployment sends it. */
export function actionOverHttp<Input>(
  { url, send }: Place,
  name: string,
  headers: Record<string, string> = {},
): (input: Input, deploymentId: string) => Promise<Answered> {
  const id = actionId(name);
  const { encodeReply } = reactEncoder();
  return async (input, deploymentId) => {
    const path = `/deployments/${deploymentId}`;
    const body = await encodeReply([input]);
    if (typeof body !== "string") throw new Error("an action's arguments were encoded as a form");
    return send(
      { method: "POST", path, body },
      {
        accept: "text/x-component",
        ...acceptEncoding,
        "content-type": "text/plain;charset=UTF-8",
        "next-action": id,
        "next-router-state-tree": routerState(deploymentId),
        origin: url,
        ...headers,
      },
    );
  };
}

/** Throws unless the tick was refused for want of a session. */
export function requireSignedOut({ status, text }: Answered): void {
  const body = text();
  if (status === 200 && body.includes('"signed_out"')) return;
  throw new Error(`a tick without a session was answered with ${status}: ${body.slice(0, 500)}`);
}

/** Throws unless the action did what was asked. */
export function requireOk({ status, text }: Answered): void {
  const body = text();
  if (status === 200 && body.includes('"ok":true')) return;
  throw new Error(`an action was answered with ${status}: ${body.slice(0, 500)}`);
}

/** Throws unless the tick was taken and made an event. */
export function requireTaken({ status, text }: Answered): void {
  const body = text();
  if (status === 200 && body.includes('"ok":true') && body.includes('"item.changed"')) return;
  throw new Error(`a tick was answered with ${status}: ${body.slice(0, 500)}`);
}
