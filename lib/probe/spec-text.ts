import { maxProbeText } from "@/lib/checklist/errors";

/** Characters of a spec, whichever way it comes. */
export const longestSpecText = maxProbeText;

/**
 * `target: {{BASE_URL}}/health` is not YAML: an unquoted brace opens a mapping. It is what people
 * write, and there is nothing else it could mean, so such a value is read as text.
 */
export function quoteVariables(yaml: string): string {
  return yaml
    .split("\n")
    .map((line) =>
      line.replace(
        /^(\s*(?:-\s+)?(?:[\w-]+:\s+)?)(\{\{\s*[A-Za-z_][\s\S]*)$/,
        (_, before: string, rest: string) => {
          const comment = rest.search(/\s#/);
          const value = (comment < 0 ? rest : rest.slice(0, comment)).trimEnd();
          return `${before}'${value.replaceAll("'", "''")}'${rest.slice(value.length)}`;
        },
      ),
    )
    .join("\n");
}
