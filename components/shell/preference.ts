const yearSeconds = 365 * 24 * 3600;

/** Keeps how this browser wants its pages: language, theme, zone. No secret, no identity. */
export function setPreference(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${yearSeconds}; SameSite=Lax`;
}
