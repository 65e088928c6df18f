import { query } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { readState } from "@/lib/deployment/queries";
import { planOf } from "@/lib/deployment/units";
import { gateOf } from "@/lib/gate/gate";
import type { GateAnswer, GateLookup, GateQuestion } from "@/lib/gate/schema";
import { reasonText } from "@/lib/gate/words";
import type { Locale } from "@/lib/i18n/locale";
import { documentOf } from "@/lib/template/documents";
import type { Bearer } from "@/lib/token/bearer-commands";

const noSuch = () => new AppError("not_found", reason("no_such_deployment"));

/** The gate of one deployment, for whoever holds a token of its project. Throws "not_found". */
export async function gate(
  bearer: Bearer,
  deploymentId: string,
  asked: GateQuestion,
  locale: Locale,
): Promise<GateAnswer> {
  const state = await readState(deploymentId);
  if (bearer.projectId !== null && bearer.projectId !== state.project.id) throw noSuch();
  const plan = planOf(await documentOf(state.template.versionId), state);
  const now = new Date();
  const { proceed, verdict, reasons } = gateOf(plan, state, asked, now);
  const [event] = await query<{ hash: string }>(
    `select hash from "Event" where "streamId" = $1 and number = $2`,
    [state.id, state.last],
  );
  if (!event) throw noSuch();
  return {
    proceed,
    verdict: verdict.answer,
    over: verdict.over,
    stage: asked.stage,
    reasons: reasons.map((one) => ({ code: one.code, text: reasonText(one, locale) })),
    deployment: {
      id: state.id,
      title: state.title,
      project: state.project.name,
      environment: state.environment.name,
      version: state.version,
      artifact: state.artifact ?? null,
    },
    event: { number: state.last, hash: event.hash },
    at: now.toISOString(),
  };
}

/** The same of the one that is meant; "not_found" where none is under way, "conflict" where several are. */
export async function gateByNames(
  bearer: Bearer,
  { project, environment, ...asked }: GateLookup,
  locale: Locale,
): Promise<GateAnswer> {
  const found = await query<{ id: string }>(
    `select d.id from "Deployment" d join "Project" p on p.id = d."projectId"
       join "Environment" e on e.id = d."environmentId"
     where p.slug = $1 and e.name = $2 and d.version = $3 and d.status in ('planned', 'in_flight')
       and ($4::text is null or d."projectId" = $4) order by d."createdAt", d.id limit 11`,
    [project, environment, asked.version, bearer.projectId],
  );
  const [only, ...others] = found.map(({ id }) => id);
  const names = { project, environment, version: asked.version };
  if (only === undefined) throw new AppError("not_found", reason("gate_none_under_way", names));
  if (others.length > 0) {
    const ids = [only, ...others].slice(0, 10).join(", ");
    throw new AppError("conflict", reason("gate_several_under_way", { ...names, ids }));
  }
  return gate(bearer, only, asked, locale);
}
