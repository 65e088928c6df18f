import type { DeploymentState } from "@/lib/deployment/state";

/**
 * What `{{name}}` stands for in a deployment's text, commands and probes: its version, environment and project,
 * the environment's variables, and HOST, the host of BASE_URL, unless the environment names another.
 */
export function valuesOf(
  state: Pick<DeploymentState, "version" | "environment" | "project" | "variables">,
): Record<string, string> {
  const host = hostOf(state.variables.BASE_URL);
  return {
    ...(host ? { HOST: host } : {}),
    version: state.version,
    environment: state.environment.name,
    project: state.project.name,
    ...state.variables,
  };
}

function hostOf(url: string | undefined): string | null {
  return url && URL.canParse(url) ? new URL(url).hostname : null;
}
