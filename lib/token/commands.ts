import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Command, command, parseInput } from "@/lib/command/command";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { newToken, tokenHash } from "@/lib/core/token";
import { installationStream } from "@/lib/log/key-holders";
import { createTokenInput, tokenPrefix, withdrawTokenInput } from "@/lib/token/schema";

const dayMs = 86_400_000;

const storeToken = command({
  may: "token.edit",
  input: createTokenInput.extend({ tokenId: z.uuid(), hash: z.string() }),
  stream: () => installationStream,
  scope: () => null,
  async run({ tx, actor, now, input: { tokenId: id, hash, name, projectId, days } }) {
    const [known] = await tx.query(`select 1 from "Project" where id = $1`, [projectId]);
    if (projectId && !known) throw new AppError("not_found", reason("no_such_project"));
    const expiresAt = new Date(now.getTime() + days * dayMs).toISOString();
    const createdById = actor.kind === "person" ? actor.id : null;
    const row = { id, name, projectId, hash, createdById, createdAt: now.toISOString(), expiresAt };
    const subject = { token: id, project: projectId };
    const after = { name, projectId, until: expiresAt };
    return {
      result: { tokenId: id },
      events: [{ kind: "token.created", subject, before: null, after }],
      rows: [{ table: "ApiToken", rows: [row] }],
    };
  },
});

/** A token for the gate. It is returned here, once; only its hash is kept. */
export const createToken: Command<{ tokenId: string; token: string }> = async (caller, raw) => {
  const input = parseInput(createTokenInput, raw);
  const token = newToken(tokenPrefix);
  const stored = { ...input, tokenId: randomUUID(), hash: tokenHash(token) };
  const done = await storeToken(caller, stored);
  return { ...done, result: { ...done.result, token } };
};

type Known = { name: string; projectId: string | null; withdrawn: boolean };

/** From now on it opens nothing. */
export const withdrawToken = command({
  may: "token.edit",
  input: withdrawTokenInput,
  stream: () => installationStream,
  scope: () => null,
  async run({ tx, now, input: { tokenId: id } }) {
    const [known] = await tx.query<Known>(
      `select name, "projectId", "withdrawnAt" is not null as withdrawn from "ApiToken" where id = $1`,
      [id],
    );
    if (!known) throw new AppError("not_found", reason("no_such_token"));
    refuseIf(known.withdrawn ? reason("token_withdrawn") : null);
    const { name, projectId } = known;
    const subject = { token: id, project: projectId };
    return {
      result: null,
      events: [{ kind: "token.withdrawn", subject, before: { name }, after: null }],
      rows: [{ table: "ApiToken", rows: [{ id, withdrawnAt: now.toISOString() }], partial: true }],
    };
  },
});
