"use client";

import { createContext, lazy, type ReactNode, Suspense, useContext, useState } from "react";
import type { ItemStateName } from "@/lib/deployment/item-state";

/** What is being asked; one at a time. */
export type DialogRequest =
  | { kind: "reason"; itemKey: string; to: ItemStateName; reason: string | null }
  | { kind: "section"; sectionKey: string }
  | { kind: "correct"; itemKey: string }
  | { kind: "add"; sectionKey: string }
  | { kind: "bind"; itemKey: string }
  | { kind: "runs"; probeId: string }
  | { kind: "sign" | "refuse" | "withdraw"; signOffKey: string }
  /** `whom`: who is chosen at first, a person's id, or null for the team; absent: nobody yet. */
  | { kind: "ask"; signOffKey: string; whom?: string | null }
  | { kind: "keys" };

const Open = createContext<((request: DialogRequest | null) => void) | null>(null);
const Current = createContext<DialogRequest | null>(null);

// None of them is needed at first sight: each comes when it is first asked for.
const ReasonDialog = lazy(() => import("@/components/deployment/dialogs/reason-dialog"));
const SectionDialog = lazy(() => import("@/components/deployment/dialogs/section-dialog"));
const CorrectDialog = lazy(() => import("@/components/deployment/dialogs/correct-dialog"));
const AddItemDialog = lazy(() => import("@/components/deployment/dialogs/add-item-dialog"));
const BindDialog = lazy(() => import("@/components/deployment/dialogs/bind-dialog"));
const RunsDialog = lazy(() => import("@/components/deployment/dialogs/runs-dialog"));
const SignDialog = lazy(() => import("@/components/sign-off/sign-dialog"));
const AnswerDialog = lazy(() => import("@/components/sign-off/answer-dialog"));
const AskDialog = lazy(() => import("@/components/sign-off/ask-dialog"));
const KeysDialog = lazy(() => import("@/components/deployment/dialogs/keys-dialog"));

type ShownProps = { request: DialogRequest; onClose: () => void };

function Shown({ request, onClose }: ShownProps) {
  switch (request.kind) {
    case "reason":
      return <ReasonDialog {...request} onClose={onClose} />;
    case "section":
      return <SectionDialog {...request} onClose={onClose} />;
    case "correct":
      return <CorrectDialog {...request} onClose={onClose} />;
    case "add":
      return <AddItemDialog {...request} onClose={onClose} />;
    case "bind":
      return <BindDialog {...request} onClose={onClose} />;
    case "runs":
      return <RunsDialog {...request} onClose={onClose} />;
    case "sign":
      return <SignDialog {...request} onClose={onClose} />;
    case "refuse":
    case "withdraw":
      return <AnswerDialog step={request.kind} {...request} onClose={onClose} />;
    case "ask":
      return <AskDialog {...request} onClose={onClose} />;
    case "keys":
      return <KeysDialog onClose={onClose} />;
  }
}

/** Gives everything below it `useDialogs`; a `DialogOutlet` further down shows what is asked. */
export function DialogSlot({ children }: { children: ReactNode }) {
  const [request, setRequest] = useState<DialogRequest | null>(null);
  return (
    <Open value={setRequest}>
      <Current value={request}>{children}</Current>
    </Open>
  );
}

export function DialogOutlet() {
  const request = useContext(Current);
  const open = useContext(Open);
  if (!request || !open) return null;
  return (
    <Suspense fallback={null}>
      <Shown request={request} onClose={() => open(null)} />
    </Suspense>
  );
}

export function useDialogs(): (request: DialogRequest) => void {
  const open = useContext(Open);
  if (!open) throw new Error("useDialogs needs a DialogSlot above it");
  return open;
}
