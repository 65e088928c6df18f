import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { z } from "zod";
import { statementSchema } from "@/lib/dossier/schema";
import { root } from "@/lib/process/roots";

it("the JSON Schema in docs is the one that dossiers are read with", () => {
  const documented: unknown = JSON.parse(
    readFileSync(join(root, "docs", "dossier.schema.json"), "utf8"),
  );
  expect(documented).toEqual(z.toJSONSchema(statementSchema));
});
