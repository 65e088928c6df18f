const first = ["kind", "target"];
const last = ["assert", "timeout", "retries", "for", "recheck", "ca"];
const place = (name: string) => {
  const at = first.indexOf(name);
  return at >= 0 ? at : first.length + 1 + last.indexOf(name);
};

/** Text that YAML reads as itself without quotes. */
const plain = (text: string) =>
  /^[A-Za-z0-9$/(][^\n]*$/.test(text) &&
  !/: | #|:$|\s$|^(true|false|null|yes|no|~)$|^[\d.e+-]+$/i.test(text);

const scalar = (value: unknown): string =>
  typeof value === "string" && plain(value) ? value : JSON.stringify(value);

function field(name: string, value: unknown): string {
  if (typeof value === "string" && value.includes("\n")) {
    const lines = value.trimEnd().split("\n");
    return `${name}: |\n${lines.map((line) => `  ${line}`).join("\n")}`;
  }
  if (Array.isArray(value)) {
    return value.length === 0
      ? `${name}: []`
      : `${name}:\n${value.map((line) => `  - ${scalar(line)}`).join("\n")}`;
  }
  if (typeof value === "object" && value !== null) {
    const lines = Object.entries(value).map(([key, inner]) => `  ${key}: ${scalar(inner)}`);
    return `${name}:\n${lines.join("\n")}`;
  }
  return `${name}: ${scalar(value)}`;
}

/** The spec as YAML in the order in which people write it, whatever order it was kept in. */
export function specText(spec: Record<string, unknown>): string {
  return Object.entries(spec)
    .sort(([a], [b]) => place(a) - place(b))
    .map(([name, value]) => field(name, value))
    .join("\n");
}

/** The same without the inside of certificates, which nobody reads. */
export const shortSpecText = (spec: Record<string, unknown>): string =>
  specText(spec).replace(
    /(-----BEGIN CERTIFICATE-----)[^-]+(-----END CERTIFICATE-----)/g,
    (_, begin: string) => `${begin} …`,
  );
