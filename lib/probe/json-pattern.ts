import { RE2JS } from "re2js";
import { kept } from "@/lib/probe/kept";

/**
 * Patterns of `match()` and `search()` in RFC 9535: I-Regexp (RFC 9485), read by RE2, which takes time in proportion to
 * the text whatever the pattern is. What RE2 knows beyond I-Regexp (`\\d`, `^`) is read too, as others do.
 */
export type Pattern = {
  /** `whole`: all of the text, not a part of it. */
  meets(text: string, whole: boolean): boolean;
  /** Steps of the automaton: what each character may cost at most. */
  size: number;
};

const longest = 1000;
const patterns = new Map<string, Pattern | null>();
const mostPatterns = 200;

/** Null for what is no pattern, or too large a one. */
export function readPattern(text: string): Pattern | null {
  if (text.length > longest) return null;
  return kept(patterns, mostPatterns, text, () => {
    try {
      const compiled = RE2JS.compile(withStrictDots(text));
      const meets: Pattern["meets"] = (subject, whole) =>
        whole ? compiled.testExact(subject) : compiled.test(subject);
      return { meets, size: compiled.programSize() };
    } catch {
      return null;
    }
  });
}

/** A dot of I-Regexp is neither of the two ends of a line; one of RE2 may be a carriage return. */
const withStrictDots = (text: string) =>
  text.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\./gsu, (part) => (part === "." ? "[^\\n\\r]" : part));
