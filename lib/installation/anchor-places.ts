import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { open } from "node:fs/promises";
import type { Env } from "@/lib/core/env";
import { mailPort, sendMail } from "@/lib/installation/mail";
import type { SignedHead } from "@/lib/log/head";
import { createGuard } from "@/lib/probe/guard";
import { portOf } from "@/lib/probe/ports";
import { createReach } from "@/lib/probe/reach";

/** A place outside of the database. `write` throws with what went wrong, for the operator; never with a secret. */
export type AnchorPlace = {
  name: "file" | "webhook" | "mail";
  write(heads: readonly SignedHead[], signal: AbortSignal): Promise<void>;
};

type Settings = Pick<
  Env,
  | "COUNTERSIGN_ANCHOR_FILE"
  | "COUNTERSIGN_ANCHOR_WEBHOOK"
  | "COUNTERSIGN_ANCHOR_WEBHOOK_TOKEN"
  | "COUNTERSIGN_ANCHOR_ALLOW"
  | "COUNTERSIGN_ANCHOR_MAIL_SERVER"
  | "COUNTERSIGN_ANCHOR_MAIL_FROM"
  | "COUNTERSIGN_ANCHOR_MAIL_TO"
>;

const answerMs = 10_000;

export function anchorPlaces(settings: Settings): AnchorPlace[] {
  const { COUNTERSIGN_ANCHOR_FILE: file, COUNTERSIGN_ANCHOR_WEBHOOK: webhook } = settings;
  return [
    ...(file === undefined ? [] : [filePlace(file)]),
    ...(webhook === undefined ? [] : [webhookPlace(webhook, settings)]),
    ...mailPlaces(settings),
  ];
}

/** One mail for each batch, a line of JSON for each head. All three settings, or none. */
function mailPlaces(settings: Settings): AnchorPlace[] {
  const {
    COUNTERSIGN_ANCHOR_MAIL_SERVER: server,
    COUNTERSIGN_ANCHOR_MAIL_FROM: from,
    COUNTERSIGN_ANCHOR_MAIL_TO: to,
    COUNTERSIGN_ANCHOR_ALLOW: allow,
  } = settings;
  if (!server && !from && !to) return [];
  if (!server || !from || !to)
    throw new Error(
      "COUNTERSIGN_ANCHOR_MAIL_SERVER, COUNTERSIGN_ANCHOR_MAIL_FROM and COUNTERSIGN_ANCHOR_MAIL_TO must be set together",
    );
  const guard = createGuard({ allow, ports: [mailPort(new URL(server))] });
  return [
    {
      name: "mail",
      write(heads, signal) {
        const now = new Date();
        const lines = heads.map((head) => JSON.stringify(head));
        const message = { subject: "Signed heads of logs", lines, id: randomUUID(), now };
        return sendMail({ server, from, to }, message, guard, signal);
      },
    },
  ];
}

const plain = { fill: (text: string) => text, used: new Map<string, string>() };

/** A line of JSON for each head, on the disk before it counts as written. */
function filePlace(path: string): AnchorPlace {
  return {
    name: "file",
    async write(heads) {
      const file = await open(
        path,
        constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT,
        0o640,
      );
      try {
        await file.writeFile(heads.map((head) => `${JSON.stringify(head)}\n`).join(""));
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** `{ v: 1, heads }`, sent where probes may go too and to what the setting opens, on no other port than its own. */
function webhookPlace(address: string, settings: Settings): AnchorPlace {
  const { COUNTERSIGN_ANCHOR_ALLOW: allow, COUNTERSIGN_ANCHOR_WEBHOOK_TOKEN: token } = settings;
  const guard = createGuard({ allow, ports: [portOf(new URL(address))] });
  return {
    name: "webhook",
    async write(heads, signal) {
      const headers = {
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      };
      const { status, trace } = await createReach(guard, new Date(), plain).http(
        {
          ...{ target: address, method: "POST", accept: "*/*", headers, ca: null },
          ...{ body: JSON.stringify({ v: 1, heads }), redirects: 0, timeoutMs: answerMs },
        },
        signal,
      );
      if (status !== null && status >= 200 && status < 300) return;
      if (status !== null) throw new Error(`it answered ${status}`);
      const { code, params } = trace.problem ?? { code: "no answer", params: {} };
      const details = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
      throw new Error([code, ...details].join(", "));
    },
  };
}
