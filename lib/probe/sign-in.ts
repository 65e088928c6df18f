/** Whether an address is `prefix` or one below it: same origin, and the path at a slash, not in the middle of a name. */
export function isBelow(url: URL, prefix: URL): boolean {
  if (url.origin !== prefix.origin || url.username !== "" || url.password !== "") return false;
  const start = prefix.pathname.replace(/\/$/, "");
  return url.pathname === start || url.pathname.startsWith(`${start}/`);
}
