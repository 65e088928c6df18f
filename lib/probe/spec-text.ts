/**
 * `target: {{BASE_URL}}/health` is not YAML: an unquoted brace opens a mapping. It is what people
 * write, and there is nothing else it could mean, so such a value is read as text.
 */
export function quoteVariables(yaml: string): string {
  return yaml
    .split("\n")
    .map((line) =>
      line.replace(
        /^(\s*(?:-\s+)?(?:[\w-]+:\s+)?)(\{\{\s*[A-Za-z_].*?)(\s+#.*|\s*)$/,
        (_, before: string, value: string, after: string) =>
          `${before}'${value.replaceAll("'", "''")}'${after}`,
      ),
    )
    .join("\n");
}
