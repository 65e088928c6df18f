/** A visitor without a browser: keeps cookies, and signs in as the sign-in page does. */
export function httpSession(origin: string, headers: Record<string, string> = {}) {
  const jar = new Map<string, string>();
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, origin), {
      redirect: "manual",
      ...init,
      headers: { ...headers, cookie, ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      jar.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
  const signIn = async (email: string, password: string): Promise<Response> => {
    const { csrfToken } = (await (await request("/api/auth/csrf")).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
    return request("/api/auth/callback/credentials", { method: "POST", body });
  };
  /** Whether the session is accepted: pages send strangers to the sign-in page. */
  const isSignedIn = async (): Promise<boolean> => {
    const { status, headers: answered } = await request("/account");
    return status === 200 || (status === 307 && !answered.get("location")?.includes("sign-in"));
  };
  return { request, signIn, isSignedIn };
}
