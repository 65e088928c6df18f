import { main } from "@/lib/process/command-line";

// countersign.js of the standalone folder; in the repository bin/countersign.mjs does the same.
process.exit(await main(process.argv.slice(2)));
