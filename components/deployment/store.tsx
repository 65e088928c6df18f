"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { overlay, type PendingTick } from "@/components/deployment/overlay";
import { createPendingTicks } from "@/components/deployment/pending-ticks";
import { createProgress, type ProgressStore } from "@/components/deployment/probes/progress-store";
import { type Applied, useConfirmed, type WireEvents } from "@/components/deployment/use-confirmed";
import type { Checklist } from "@/lib/checklist/schema";
import { may, type Permission } from "@/lib/core/permissions";
import type { DeploymentState } from "@/lib/deployment/state";
import { type Plan, planOf } from "@/lib/deployment/units";
import { valuesOf } from "@/lib/deployment/values";
import type { DeploymentView } from "@/lib/deployment/view";
import type { Signer } from "@/lib/sign-off/rules";

/** Who looks at the page. */
export type Me = Signer & { name: string };

/** What is shown; a new object whenever something changes. */
export type Deployment = {
  id: string;
  /** As the server confirmed it. */
  view: DeploymentView;
  /** With the viewer's own ticks on top that are still under way. */
  state: DeploymentState;
  document: Checklist;
  plan: Plan;
  me: Me;
  /** What `{{name}}` stands for in texts and commands. */
  values: Record<string, string>;
  may: (permission: Permission) => boolean;
  /** Name of a person; their id while it is unknown. */
  nameOf: (id: string | null) => string;
};

/** What changes it; one object for the life of the page. */
export type DeploymentControl = {
  id: string;
  me: Me;
  /** State and plan at this moment, for code that runs outside rendering. */
  current: () => { state: DeploymentState; plan: Plan };
  /** The same without the viewer's ticks that are under way. */
  confirmed: () => DeploymentState;
  /** Name of a person as it is known at this moment. */
  nameOf: (id: string | null) => string;
  /** Takes events from an action's answer or the stream; in any order, each counts once. */
  ingest: (events: WireEvents, names?: Record<string, string>) => void;
  /** Reads the whole again: after a loss, never in normal operation. */
  refetch: () => Promise<void>;
  /** Hears each event when it is applied, whoever caused it. */
  listen: (listener: Applied) => () => void;
  addTick: (tick: Omit<PendingTick, "id">) => number;
  removeTick: (id: number) => void;
  /** How far runs with `for:` are. */
  progress: ProgressStore;
};

const Data = createContext<Deployment | null>(null);
const Control = createContext<DeploymentControl | null>(null);
const none: readonly PendingTick[] = [];

type ProviderProps = { id: string; me: Me; children: ReactNode };

export function DeploymentProvider({ id, me, children }: ProviderProps) {
  const { view, document, ingest, refetch, confirmed, listen } = useConfirmed(id);
  const [ticks] = useState(createPendingTicks);
  const pending = useSyncExternalStore(ticks.subscribe, ticks.get, () => none);
  const [progress] = useState(() => createProgress(view.progress));
  useEffect(() => progress.take(view.progress), [progress, view.progress]);

  const { version, environment, project, variables } = view.state;
  const values = useMemo(
    () => valuesOf({ version, environment, project, variables }),
    [version, environment, project, variables],
  );
  const data = useMemo((): Deployment => {
    const plan = planOf(document, view.state);
    const state = overlay(plan, view.state, pending, me.id);
    return {
      id,
      view,
      state,
      document,
      plan,
      me,
      values,
      may: (permission) => may(me.grants, permission, view.state.project.id),
      nameOf: (who) => (who === me.id ? me.name : (view.names[who ?? ""] ?? who ?? "")),
    };
  }, [id, view, document, pending, me, values]);

  const control = useMemo((): DeploymentControl => {
    const current = () => {
      const now = confirmed().state;
      const plan = planOf(document, now);
      return { plan, state: overlay(plan, now, ticks.get(), me.id) };
    };
    const nameOf = (who: string | null) =>
      who === me.id ? me.name : (confirmed().names[who ?? ""] ?? who ?? "");
    const { add: addTick, remove: removeTick } = ticks;
    return {
      id,
      me,
      current,
      nameOf,
      confirmed: () => confirmed().state,
      ingest,
      refetch,
      listen,
      addTick,
      removeTick,
      progress,
    };
  }, [id, me, document, confirmed, ticks, progress, ingest, refetch, listen]);

  return (
    <Control value={control}>
      <Data value={data}>{children}</Data>
    </Control>
  );
}

/** What is shown. Renders its user again at every change. */
export function useDeployment(): Deployment {
  const data = useContext(Data);
  if (!data) throw new Error("useDeployment needs a DeploymentProvider above it");
  return data;
}

/** What changes it. Never renders its user again. */
export function useControl(): DeploymentControl {
  const control = useContext(Control);
  if (!control) throw new Error("useControl needs a DeploymentProvider above it");
  return control;
}
