import "@/lib/process/preload";
import { join } from "node:path";
import { env } from "@/lib/core/env";
import { demandSafeRoles } from "@/lib/core/log-safety";
import { provider } from "@/lib/identity/provider";
import { failPlainly } from "@/lib/process/failure";

// What runs as server.js of the standalone folder: our guard first, then Next's own server.
await failPlainly(async () => {
  const { HOST, PORT } = env();
  process.env.HOSTNAME = HOST; // containers set it to their own name, and Next would listen there
  process.env.PORT = String(PORT);
  provider(); // its secret may stand in a file that cannot be read
  await demandSafeRoles();
});
await import(join(import.meta.dirname, "next-server.js"));
