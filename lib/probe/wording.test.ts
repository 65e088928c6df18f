import { expect, test } from "vitest";
import {
  certificateFaults,
  probeReasonCodes,
  unmeasuredCodes,
  verdictSchema,
} from "@/lib/probe/schema";
import { messages } from "@/messages";

test("every code that a probe can end with is worded, and no other", () => {
  const { verdict, reason, unmeasured, fault } = messages.en.probe;
  expect(Object.keys(verdict).sort()).toEqual([...verdictSchema.options].sort());
  expect(Object.keys(reason).sort()).toEqual([...probeReasonCodes].sort());
  expect(Object.keys(unmeasured).sort()).toEqual([...unmeasuredCodes].sort());
  expect(Object.keys(fault).sort()).toEqual([...certificateFaults].sort());
});
