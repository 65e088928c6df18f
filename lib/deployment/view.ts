import type { DeploymentState } from "@/lib/deployment/state";
import type { AskedSummary, DeploymentSummary } from "@/lib/deployment/summary";
import type { ProbeProgress } from "@/lib/probe/progress";
import type { LeastSignOff } from "@/lib/project/least";

/** Who may answer a team's sign-offs: `signers` counts enabled members with an approver's grant in the project. */
export type TeamView = { name: string; signers: number };

/** What the deployment page lives on. The document comes beside it (see cache.ts): it never changes. */
export type DeploymentView = {
  state: DeploymentState;
  /** Names of everybody that the state speaks of, by id. */
  names: Record<string, string>;
  teams: Record<string, TeamView>;
  /** Of the runs with `for:` that are under way, as of this read; later ones come over the stream. */
  progress: ProbeProgress[];
};

export type DeploymentListItem = {
  id: string;
  title: string;
  version: string;
  project: { id: string; name: string };
  environment: { id: string; name: string };
  status: "planned" | "in_flight" | "closed" | "cancelled";
  outcome: "success" | "partial" | "failed" | null;
  plannedAt: string | null;
  closedAt: string | null;
  createdAt: string;
  summary: DeploymentSummary;
  deployedByName: string;
  /** The viewer could answer one of its sign-offs now. */
  waitsForMe: boolean;
  /** Who refused what, and with it who has to move next; null: nobody. */
  refused: { label: string; name: string }[] | null;
};

/** A request to sign that waits for the viewer, as one asked by name or as one of the team. */
export type AskedOfMe = AskedSummary & {
  deploymentId: string;
  title: string;
  version: string;
  project: string;
  environment: string;
  byName: string;
};

export type DeploymentList = {
  deployments: DeploymentListItem[];
  /** Whatever the filter; what can be signed now first. */
  asked: AskedOfMe[];
  total: number;
  page: number;
  pageSize: number;
};

export type RunView = {
  id: string;
  status: "queued" | "running" | "finished";
  verdict: "pass" | "fail" | "inconclusive" | null;
  queuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Who asked for it; null: the schedule did. */
  requestedBy: string | null;
  requestedByName: string | null;
  /** Who cancelled it; null: nobody did. */
  cancelledBy: string | null;
  cancelledByName: string | null;
  result: import("@/lib/probe/schema").ProbeResult | null;
};

export type DeploymentChoices = {
  /** Who may be named as deployer. */
  deployers: { id: string; name: string }[];
  environments: { id: string; name: string; zone: string; least: LeastSignOff[] }[];
};
