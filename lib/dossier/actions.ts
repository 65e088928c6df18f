"use server";

import { attempt } from "@/lib/auth/action";
import { requestRecord } from "@/lib/dossier/commands";
import type { RequestRecordInput } from "@/lib/dossier/inputs";

export async function requestRecordAction(input: RequestRecordInput) {
  return attempt(async (caller) => ({
    ok: true as const,
    result: await requestRecord(caller, input),
    events: [],
  }));
}
