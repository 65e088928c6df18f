import type { AuthOptions, User } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { errorView } from "@/lib/auth/action";
import { sessionCookieOptions } from "@/lib/auth/caller";
import { SESSION_COOKIE, SESSION_SECONDS } from "@/lib/auth/session-token";
import { signIn } from "@/lib/auth/sign-in";
import { env } from "@/lib/core/env";
import { AppError } from "@/lib/core/errors";

/** next-auth puts the message of what is thrown here into the address that it answers with. */
async function authorize(
  given: Record<"email" | "password", string> | undefined,
  address: string,
): Promise<User & { epoch: number }> {
  try {
    const { email = "", password = "" } = given ?? {};
    return await signIn({ email, password, address });
  } catch (error) {
    if (error instanceof AppError) throw new Error(JSON.stringify(error.view));
    throw new Error(JSON.stringify(errorView(error)));
  }
}

/** next-auth takes its origin from the environment only; the web guard has removed headers not to be trusted. */
function setOrigin(): void {
  const { COUNTERSIGN_URL } = env();
  if (COUNTERSIGN_URL) process.env.NEXTAUTH_URL = COUNTERSIGN_URL;
  else process.env.AUTH_TRUST_HOST = "true";
}

/** Options for one request: cookies are secure where the browser came over TLS. */
export function authOptions(request: { secure: boolean; address: string }): AuthOptions {
  setOrigin();
  const options = sessionCookieOptions(request.secure);
  return {
    secret: env().COUNTERSIGN_SECRET,
    session: { strategy: "jwt", maxAge: SESSION_SECONDS },
    useSecureCookies: request.secure,
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: {
      sessionToken: { name: SESSION_COOKIE, options },
      csrfToken: { name: "countersign.csrf", options },
      callbackUrl: { name: "countersign.callback", options },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: (given) => authorize(given, request.address),
      }),
    ],
    callbacks: {
      // Nothing but who and which epoch: name, email and grants are read from the database each time.
      jwt: ({ token, user }) => ({
        sub: token.sub,
        epoch: user && "epoch" in user ? user.epoch : token.epoch,
      }),
      session: ({ session }) => ({ expires: session.expires }),
    },
  };
}
