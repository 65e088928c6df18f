import type { Recognisable } from "@/lib/probe/suggest/recogniser";

/** What an item says itself about where to look: in its label, or in its command. */

/** `{{BASE_URL}}/health`: the path that is named, behind `base`, or behind the variable that stands before it. */
export function urlOf({ label, command }: Recognisable, base: string, usual: string): string {
  const called = /(https?:\/\/[^\s/'"{}]+|\{\{\s*\w+\s*\}\})(\/[\w./-]*\w)/.exec(
    command?.text ?? "",
  );
  const variable = /^\{\{\s*(\w*URL)\s*\}\}$/.exec(called?.[1] ?? "")?.[1];
  const named = called?.[2] ?? /(?:^|[\s(`"'])(\/[\w./-]*\w)/.exec(label)?.[1];
  return `{{${variable ?? base}}}${named ?? usual}`;
}

/** The port that the command connects to: `host:6380`, `-p 6380`, `nc -zv host 6380`. */
export function portIn({ command }: Recognisable, usual: number): number {
  const text = command?.text ?? "";
  const found =
    /(?:\s-p\s*|\s--port[=\s]|[\w}]:(?!\/\/))(\d{2,5})(?!\d|\.)/.exec(text)?.[1] ??
    /\bnc\s.*\s(\d{2,5})\s*$/m.exec(text)?.[1];
  const port = Number(found);
  return port >= 1 && port <= 65_535 ? port : usual;
}
