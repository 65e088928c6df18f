import fc from "fast-check";
import type { Closing, Model } from "@/lib/testing/model/model";
import { type Name, names } from "@/lib/testing/model/people";
import type { Step } from "@/lib/testing/model/step";

/** What a step is about is chosen by number from what the model has then. */

export type Choice = { weight: number; arbitrary: fc.Arbitrary<(model: Model) => Step> };

export const nth = fc.nat(10_000);
/** Mostly those who run it; now and then somebody who may not. */
export const somebody = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Name[]>("manager", "second") },
  { weight: 1, arbitrary: fc.constantFrom(...names) },
);
export const anybody = fc.constantFrom(...names);
export const closing = fc.constantFrom<Closing[]>(
  { outcome: "success", notes: "" },
  { outcome: "success", notes: "All well" },
  { outcome: "partial", notes: "Half of it" },
  { outcome: "failed", notes: "" },
);

export const step = <Parts extends unknown[]>(
  weight: number,
  parts: { [Key in keyof Parts]: fc.Arbitrary<Parts[Key]> },
  make: (model: Model, ...given: Parts) => Step,
): Choice => ({
  weight,
  arbitrary: fc.tuple<Parts>(...parts).map((given) => (model) => make(model, ...given)),
});
