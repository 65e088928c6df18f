/** Set by proxy.ts on the request: a layout cannot know its path otherwise. */
export const PATH_HEADER = "x-countersign-path";

/** Where to go after signing in: a path of this site, whatever stands in the address; "/" for anything else. */
export function safeNext(next: string | null | undefined): string {
  if (!next?.startsWith("/")) return "/";
  const here = "http://here.invalid";
  try {
    const url = new URL(next, here);
    // Browsers read "//host" and "/\host" as another site; URL does as they do.
    if (url.origin !== here || url.pathname.startsWith("//")) return "/";
    if (url.pathname.startsWith("/sign-in") || url.pathname.startsWith("/api/")) return "/";
    return `${url.pathname}${url.search}${url.hash}`;
  } catch {
    return "/";
  }
}

export function signInPath(next: string | null | undefined): string {
  const path = safeNext(next);
  return path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`;
}
