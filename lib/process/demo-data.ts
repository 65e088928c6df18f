import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const peopleSchema = z.array(
  z.object({ name: z.string(), email: z.string(), password: z.string(), role: z.string() }),
);
export type Person = z.infer<typeof peopleSchema>[number];

type Filling = {
  folder: string;
  say: (line: string) => void;
  /** Makes the database anew and empty. */
  remake(): Promise<void>;
  /** Fills an empty database, and writes its people as JSON into the file. */
  fill(peopleFile: string): Promise<void>;
};

/** The demo's people, filling the embedded database at the first start. A filling that was killed begins anew. */
export async function demoPeople({ folder, say, remake, fill }: Filling): Promise<Person[]> {
  const peopleFile = join(folder, "demo.json");
  const unfinished = join(folder, "demo.unfinished");
  if (!existsSync(peopleFile)) {
    if (existsSync(unfinished)) await remake();
    say("Filling in demo data");
    writeFileSync(unfinished, "");
    await fill(peopleFile);
  }
  rmSync(unfinished, { force: true });
  return peopleSchema.parse(JSON.parse(readFileSync(peopleFile, "utf8")));
}
