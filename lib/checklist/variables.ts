/** `{{version}}`, `{{ BASE_URL }}`. */
const variable = /\{\{\s*([\p{L}_][\p{L}\p{N}_.-]*)\s*\}\}/gu;

export type Filled = {
  text: string;
  /** Names without a value, each once; they stay as written. */
  missing: string[];
};

/** Puts the deployment's values into a text, a command or a probe. Values are not filled again. */
export function fillVariables(text: string, values: Record<string, string>): Filled {
  const missing = new Set<string>();
  const filled = text.replace(variable, (written: string, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value !== undefined && value !== "") return value;
    missing.add(name);
    return written;
  });
  return { text: filled, missing: [...missing] };
}

export type CommandWarning =
  | { code: "command_other_version"; params: { found: string; version: string } }
  | { code: "command_placeholder"; params: { found: string } };

const placeholders = [
  /\b(?:[\w-]+\.)*(?:your-?(?:domain|company|host|site|app)|my-?domain|example)\.(?:com|org|net|io)\b/gi,
  /<(?:[A-Za-z][\w-]*(?:[ _-][\w-]+)*)>/g,
  /\[[A-Z][A-Z0-9]+(?:[ _-][A-Z0-9]+)*\]/g,
  /_{4,}/g,
];
/** At least major and minor, with what follows them in semantic versions. */
const versionLike = /(?<![\w.])v?(\d+(?:\.\d+)+)(?:[-+][0-9A-Za-z.-]*[0-9A-Za-z])?(?![\w.]*\d)/g;

/** What a person should see before copying a command: another version than the deployment's, blanks left open. */
export function commandWarnings(
  commandText: string,
  deployment: { version: string; values: Record<string, string> },
): CommandWarning[] {
  const { text, missing } = fillVariables(commandText, deployment.values);
  const found = new Set(missing.map((name) => `{{${name}}}`));
  for (const pattern of placeholders) for (const [hit] of text.matchAll(pattern)) found.add(hit);
  return [
    ...otherVersions(text, deployment.version).map(
      (other): CommandWarning => ({
        code: "command_other_version",
        params: { found: other, version: deployment.version },
      }),
    ),
    ...[...found].map(
      (placeholder): CommandWarning => ({
        code: "command_placeholder",
        params: { found: placeholder },
      }),
    ),
  ];
}

/** Only numbers of as many parts as the deployment's version has: 127.0.0.1 or postgres:16 are no versions of it. */
function otherVersions(text: string, version: string): string[] {
  const own = bare(version);
  const parts = numberOf(own).split(".").length;
  if (!/^\d+(?:\.\d+)+/.test(own)) return [];
  const others = [...text.matchAll(versionLike)].filter(
    ([hit, number = ""]) => number.split(".").length === parts && bare(hit) !== own,
  );
  return [...new Set(others.map(([hit]) => hit))];
}

function bare(version: string): string {
  return version.trim().replace(/^v/i, "");
}

function numberOf(version: string): string {
  return /^[\d.]*/.exec(version)?.[0] ?? "";
}
