import { saidLine } from "@/lib/probe/said-line";
import type { JudgedAssertion, ProbeFigure, ProbeResult, Verdict } from "@/lib/probe/schema";

const badness: readonly Verdict[] = ["pass", "inconclusive", "fail"];

/** Some figures are shown in other words than were compared: a key's length, where `strong` was asked. */
const compared = ({ value }: ProbeFigure, { actual }: JudgedAssertion): boolean =>
  typeof value !== "string" || actual === null || actual.includes(value);

/**
 * The figures of a result, each beside what was asked of it (a kind asks some lines unsaid) and what that came to.
 * What contradicts comes first, and is there even where the kind gives no figure for it.
 */
export function figuresWithBounds({ figures, assertions }: ProbeResult): ProbeFigure[] {
  const lines = assertions.map((line) => ({ line, name: saidLine(line.text).subject }));
  const shown = figures.map((figure) => {
    const own = lines.filter(({ line, name }) => name === figure.name && compared(figure, line));
    const asked = [...new Set(own.map(({ line }) => line.expected))].join(", ");
    const verdict = badness.findLast((one) => own.some(({ line }) => line.verdict === one));
    return verdict ? { ...figure, asked, verdict } : figure;
  });
  const missing = lines.flatMap(({ line, name }): ProbeFigure[] => {
    if (line.verdict !== "fail" || shown.some((one) => one.name === name && one.verdict)) return [];
    const value = plain(line.actual ?? "");
    return [{ name, value, unit: "", asked: line.expected, verdict: "fail" }];
  });
  const all = [...missing, ...shown];
  return [
    ...all.filter(({ verdict }) => verdict === "fail"),
    ...all.filter(({ verdict }) => verdict !== "fail"),
  ];
}

/** `"untrusted"` and `weak: max-age is 0` by their word alone. */
const plain = (actual: string): string => /^"?([\w.-]+)(?:"$|: | \()/.exec(actual)?.[1] ?? actual;
