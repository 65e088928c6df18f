import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Command, parseInput } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { newToken, tokenHash } from "@/lib/core/token";
import { deploymentCommand } from "@/lib/deployment/command";
import { endShareInput, shareInput, sharePrefix } from "@/lib/share/schema";

const dayMs = 86_400_000;
const mostLinks = 50;

const storeShare = deploymentCommand({
  may: "share.edit",
  input: shareInput.extend({ shareId: z.uuid(), hash: z.string() }),
  async run({ tx, actor, now, input: { deploymentId, shareId: id, hash, label, days } }) {
    const [open] = await tx.query<{ n: number }>(
      `select count(*)::int as n from "ShareLink" where "deploymentId" = $1 and "withdrawnAt" is null and "expiresAt" > $2`,
      [deploymentId, now.toISOString()],
    );
    refuseIf((open?.n ?? 0) < mostLinks ? null : reason("too_many_shares", { n: mostLinks }));
    const expiresAt = new Date(now.getTime() + days * dayMs).toISOString();
    const createdById = actor.kind === "person" ? actor.id : null;
    const row = {
      id,
      deploymentId,
      hash,
      label,
      createdById,
      createdAt: now.toISOString(),
      expiresAt,
    };
    const after = { until: expiresAt };
    return {
      result: { shareId: id },
      events: [{ kind: "share.created", subject: { share: id }, before: null, after }],
      rows: [{ table: "ShareLink", rows: [row] }],
    };
  },
});

/** A link for who has no account, also to a deployment that is over. Its token is returned here, once. */
export const shareDeployment: Command<{ shareId: string; token: string }> = async (caller, raw) => {
  const input = parseInput(shareInput, raw);
  const token = newToken(sharePrefix);
  const stored = { ...input, shareId: randomUUID(), hash: tokenHash(token) };
  const done = await storeShare(caller, stored);
  return { ...done, result: { ...done.result, token } };
};

/** From now on the link shows nothing; pages that are open close. */
export const endShare = deploymentCommand({
  may: "share.edit",
  input: endShareInput,
  async run({ tx, now, input: { deploymentId, shareId: id } }) {
    const [known] = await tx.query<{ withdrawn: boolean }>(
      `select "withdrawnAt" is not null as withdrawn from "ShareLink" where id = $1 and "deploymentId" = $2`,
      [id, deploymentId],
    );
    if (!known) throw new AppError("not_found", reason("no_such_share"));
    if (known.withdrawn) return { result: null, events: [] };
    return {
      result: null,
      events: [{ kind: "share.withdrawn", subject: { share: id }, before: null, after: null }],
      rows: [{ table: "ShareLink", rows: [{ id, withdrawnAt: now.toISOString() }], partial: true }],
    };
  },
});
