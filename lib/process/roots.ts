import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** The repository's folder; in a bundle, the standalone folder that it lies in. */
export const root = existsSync(join(here, "prisma")) ? here : dirname(dirname(here));
export const prismaFolder = join(root, "prisma");
export const standalone = join(root, ".next", "standalone");
