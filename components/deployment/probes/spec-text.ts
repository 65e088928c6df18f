/** The spec as a person wrote it, near enough: one field a line. */
export function specText(spec: Record<string, unknown>): string {
  return Object.entries(spec)
    .map(([name, value]) =>
      Array.isArray(value)
        ? `${name}:\n${value.map((line) => `  - ${String(line)}`).join("\n")}`
        : `${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`,
    )
    .join("\n");
}
