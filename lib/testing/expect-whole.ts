import { expect } from "vitest";
import { foldedState } from "@/lib/testing/deployments";

/** Asserts the promise of the log: an unbroken chain, and log, rows and the held state all the same. */
export async function expectWhole(id: string): Promise<void> {
  const { folded, stored, held, fault } = await foldedState(id);
  expect(fault).toBeNull();
  expect(stored).toEqual(folded);
  expect(held).toEqual(folded);
}
