import { z } from "zod";
import { type Command, parseInput } from "@/lib/command/command";
import { AppError, reason } from "@/lib/core/errors";
import { deploymentCommand } from "@/lib/deployment/command";
import { keptText } from "@/lib/deployment/keep-queries";
import { readStateFor } from "@/lib/deployment/queries";
import { type KeepInput, keepInput } from "@/lib/deployment/schema";
import { publishVersion } from "@/lib/template/commands";
import type { Published } from "@/lib/template/schema";

const recordKept = deploymentCommand({
  may: "template.edit",
  input: keepInput
    .pick({ deploymentId: true })
    .extend({ versionId: z.string(), number: z.number().int() }),
  async run({ tx, input: { deploymentId, versionId, number } }) {
    // A second press after a lost answer publishes nothing new, and is told in the log once.
    const known = await tx.query(
      `select 1 from "Event" where "streamId" = $1 and kind = 'template.kept'
         and body::jsonb -> 'subject' ->> 'templateVersion' = $2`,
      [deploymentId, versionId],
    );
    if (known.length > 0) return { result: null, events: [] };
    const subject = { templateVersion: versionId };
    return {
      result: null,
      events: [{ kind: "template.kept", subject, before: null, after: { number } }],
    };
  },
});

/**
 * Publishes what the run changed as the next version of its template, then says so in the deployment's log.
 * The text is made anew here; it must be the one that was shown.
 */
export const keepForNextTime: Command<Published> = async (caller, raw: KeepInput | unknown) => {
  const { deploymentId, note, textHash } = parseInput(keepInput, raw);
  await readStateFor(caller, deploymentId, "template.edit");
  const kept = await keptText(caller, deploymentId);
  if (kept.text === kept.before) throw new AppError("refused", reason("nothing_to_keep"));
  if (kept.textHash !== textHash) throw new AppError("conflict", reason("keep_changed"));
  const { id: templateId, number: basedOn } = kept.state.template;
  const published = await publishVersion(caller, { templateId, basedOn, text: kept.text, note });
  const { versionId, number } = published.result;
  const { events } = await recordKept(caller, { deploymentId, versionId, number });
  return { ...published, events: [...published.events, ...events] };
};
