import fc from "fast-check";

// The same examples on every run, so that a change is what makes a test fail. FUZZ=5000 draws that many new ones.
const runs = Number(process.env.FUZZ);
fc.configureGlobal(runs > 0 ? { numRuns: runs } : { seed: 20_261_123 });
