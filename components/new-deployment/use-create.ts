"use client";

import { useRef } from "react";
import { useAct } from "@/components/auth/use-act";
import type { NewDeploymentValues } from "@/components/new-deployment/new-fields";
import type { ActionResult } from "@/lib/auth/action";
import { createDeploymentAction } from "@/lib/deployment/actions";
import { createTemplateAction } from "@/lib/template/actions";

type Input = NewDeploymentValues & {
  source: "template" | "text";
  /** Chosen teams by the sign-off's key. */
  teams: Record<string, string>;
};
type Published = { key: string; versionId: string };

/** Publishes a text first where it is one; a second try does not publish the same text again. */
export function useCreate() {
  const published = useRef<Published | null>(null);

  const versionOf = async (input: Input): Promise<ActionResult<string>> => {
    if (input.source === "template") return { ok: true, result: input.versionId, events: [] };
    const { text, projectId, templateName: name } = input;
    const key = JSON.stringify([projectId, name, text]);
    if (published.current?.key === key) {
      return { ok: true, result: published.current.versionId, events: [] };
    }
    const answer = await createTemplateAction({ name, projectId, text, note: "" });
    if (!answer.ok) return answer;
    const { versionId } = answer.result;
    published.current = { key, versionId };
    return { ...answer, result: versionId };
  };

  const act = useAct(async (input: Input): Promise<ActionResult<{ deploymentId: string }>> => {
    const version = await versionOf(input);
    if (!version.ok) return version;
    const { projectId, environmentId, title, deployedById, plannedAt, artifact, teams } = input;
    return createDeploymentAction({
      ...{ projectId, environmentId, title, deployedById, artifact, teams },
      version: input.version,
      templateVersionId: version.result,
      plannedAt: plannedAt === "" ? null : new Date(plannedAt).toISOString(),
    });
  });

  return {
    pending: act.pending,
    error: act.error,
    run: (input: Input, done: (deploymentId: string) => void) =>
      act.run(input, ({ deploymentId }) => done(deploymentId)),
  };
}
