/** A digest as registries and supply-chain tools write it, in lower case: `sha256:` and 64 hexadecimal digits. */
export const isArtifact = (text: string): boolean => /^sha256:[0-9a-f]{64}$/.test(text);

/** What somebody pasted, as it is kept; null: nothing. */
export const readArtifact = (text: string): string | null => text.trim().toLowerCase() || null;
