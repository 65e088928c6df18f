import { main } from "@/lib/process/command-line";

// countersign.js of the standalone folder; in the repository bin/countersign.mjs does the same.
const code = await main(process.argv.slice(2));
process.stdout.write("", () => process.exit(code)); // what was printed goes out first
