import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { gateAnswer } from "@/lib/gate/schema";
import { root } from "@/lib/process/roots";

it("the JSON Schema in docs is the one that answers are made with", () => {
  const documented: unknown = JSON.parse(
    readFileSync(join(root, "docs", "gate.schema.json"), "utf8"),
  );
  expect(documented).toEqual(z.toJSONSchema(gateAnswer));
});
