import { allowProblem, readPort, VARIABLE_NAME } from "@/lib/project/rules";

/** What a text with one entry a line says, or the first line (from 1) that cannot be read. */
export type ReadLines<Value> = { ok: true; value: Value } | { ok: false; line: number };

const lines = (text: string): string[] => text.split(/\r?\n/).map((line) => line.trim());

/** "NAME=value" a line; the value may hold further "=". */
export function readVariables(text: string): ReadLines<Record<string, string>> {
  const found = new Map<string, string>();
  for (const [index, line] of lines(text).entries()) {
    if (line === "") continue;
    const at = line.indexOf("=");
    const name = line.slice(0, at).trim();
    if (at < 1 || !VARIABLE_NAME.test(name) || found.has(name))
      return { ok: false, line: index + 1 };
    found.set(name, line.slice(at + 1).trim());
  }
  return { ok: true, value: Object.fromEntries(found) };
}

export function readAllow(text: string): ReadLines<string[]> {
  const found: string[] = [];
  for (const [index, line] of lines(text).entries()) {
    if (line === "") continue;
    if (allowProblem(line) !== null) return { ok: false, line: index + 1 };
    if (!found.includes(line)) found.push(line);
  }
  return { ok: true, value: found };
}

/** Ports, divided by blanks, commas or line ends. */
export function readPorts(text: string): ReadLines<number[]> {
  const found = new Set<number>();
  for (const [index, line] of lines(text).entries()) {
    for (const word of line.split(/[\s,]+/).filter(Boolean)) {
      const port = readPort(word);
      if (port === null) return { ok: false, line: index + 1 };
      found.add(port);
    }
  }
  return { ok: true, value: [...found] };
}

export const writeVariables = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join("\n");
