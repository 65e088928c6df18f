import fc from "fast-check";
import { choices } from "@/lib/testing/model/choices";
import { closing, nth } from "@/lib/testing/model/choosing";
import { beAway, onwards } from "@/lib/testing/model/led";
import type { Model } from "@/lib/testing/model/model";
import type { Real } from "@/lib/testing/model/real";
import { signatures } from "@/lib/testing/model/signing-choices";
import { asCommand } from "@/lib/testing/model/step";

/** Random sequences of commands. */

/** So far has a team come when chance begins: else the end is seldom reached. */
function beginning(signed: boolean) {
  const away = { weight: signed ? 1 : 0, arbitrary: fc.tuple(nth, closing, fc.constant(24)) };
  const on = { weight: 6, arbitrary: fc.tuple(nth, closing, fc.constant(null)) };
  return fc
    .array(fc.oneof(on, away), { maxLength: 20, size: "max" })
    .map((parts) =>
      parts.map(([at, ends, hours]) =>
        asCommand(
          "onwards",
          (model) => (hours ? beAway(model, at, hours) : null) ?? onwards(model, at, ends),
        ),
      ),
    );
}

/** At most so many commands after a beginning, on a document with or without sign-offs. */
export function sequences(signed: boolean, most: number) {
  const all = signed ? [...choices, ...signatures] : choices;
  const command = fc.oneof(...all).map((choose) => asCommand("not run", choose));
  return {
    beginning: beginning(signed),
    commands: fc.commands<Model, Real, false>([command], { maxCommands: most, size: "max" }),
  };
}
