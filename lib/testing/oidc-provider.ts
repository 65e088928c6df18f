import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";

/** An OpenID Connect provider on loopback that signs whom it is told to, and errs where it is told to. */
/** `sub` and claims as a provider writes them, whatever that is. */
export type Person = { sub: string; email?: unknown; email_verified?: unknown };

type Grant = { person: Person; nonce: string; challenge: string; redirectUri: string; at: number };
type Key = Awaited<ReturnType<typeof newKey>>;

export const client = { id: "countersign", secret: "a secret & more: ü" };

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair("ES256");
  const kid = randomUUID();
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, use: "sig", alg: "ES256" },
  };
}

const seconds = () => Math.floor(Date.now() / 1000);

function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new Promise((resolve) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => resolve(new URLSearchParams(text)));
  });
}

function answer(response: ServerResponse, status: number, json: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(json));
}

/** What of its behaviour a test may change while it runs. */
function ways() {
  return {
    /** Signed in there already, at this time (seconds); asked with `prompt=login` they sign in anew. */
    signedInAt: null as number | null,
    /** Answers `prompt=login` with the sign-in of before. */
    ignoresPrompt: false,
    saysAuthTime: true,
    /** Who presses the button there. */
    person: null as Person | null,
    claims: (claims: JWTPayload): JWTPayload => claims,
    algorithm: "ES256" as "ES256" | "none" | "HS256",
    metadata: {} as Record<string, unknown>,
    /** Leaves the email for those who ask at userinfo. */
    emailApart: null as Person | null,
    redirectsTokens: false,
  };
}

export async function startOidcProvider() {
  let way = ways();
  let key: Key = await newKey();
  const asked: string[] = [];
  const grants = new Map<string, Grant>();
  let issuer = "";

  async function idToken({ person, nonce, at }: Grant): Promise<string> {
    const claims = way.claims({
      ...person,
      ...{ iss: issuer, aud: client.id, nonce, iat: seconds(), exp: seconds() + 300 },
      ...(way.saysAuthTime ? { auth_time: at } : {}),
    });
    if (way.algorithm === "none") return new UnsecuredJWT(claims).encode();
    const header = { alg: way.algorithm, kid: key.kid };
    const secret = way.algorithm === "HS256" ? new TextEncoder().encode(client.secret) : null;
    return new SignJWT(claims).setProtectedHeader(header).sign(secret ?? key.privateKey);
  }

  const wellKnown = () => ({
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    ...{ jwks_uri: `${issuer}/keys`, userinfo_endpoint: `${issuer}/userinfo` },
    authorization_response_iss_parameter_supported: true,
    ...way.metadata,
  });

  /** The page of the provider, which signs in whoever `way.person` is without asking. */
  function authorize(url: URL, response: ServerResponse): void {
    const { searchParams } = url;
    const back = new URL(searchParams.get("redirect_uri") ?? "");
    back.searchParams.set("state", searchParams.get("state") ?? "");
    back.searchParams.set("iss", issuer);
    if (way.person) {
      const code = randomUUID();
      const anew = searchParams.get("prompt") === "login" && !way.ignoresPrompt;
      grants.set(code, {
        ...{ person: way.person, nonce: searchParams.get("nonce") ?? "" },
        challenge: searchParams.get("code_challenge") ?? "",
        redirectUri: searchParams.get("redirect_uri") ?? "",
        at: anew ? seconds() : (way.signedInAt ?? seconds()),
      });
      back.searchParams.set("code", code);
    } else back.searchParams.set("error", "access_denied");
    response.writeHead(303, { location: back.href }).end();
  }

  async function token(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await bodyOf(request);
    if (way.redirectsTokens)
      return void response.writeHead(307, { location: `${issuer}/elsewhere` }).end();
    const enc = (text: string) => new URLSearchParams({ a: text }).toString().slice(2);
    const pair = Buffer.from(`${enc(client.id)}:${enc(client.secret)}`).toString("base64");
    const posted = form.get("client_secret") === client.secret;
    if (request.headers.authorization !== `Basic ${pair}` && !posted)
      return answer(response, 401, { error: "invalid_client" });
    const code = form.get("code") ?? "";
    const grant = grants.get(code);
    grants.delete(code);
    const verifier = form.get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri"))
      return answer(response, 400, { error: "invalid_grant" });
    answer(response, 200, {
      id_token: await idToken(grant),
      access_token: "t",
      token_type: "Bearer",
    });
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", issuer);
    asked.push(`${request.method} ${url.pathname}`);
    if (url.pathname === "/.well-known/openid-configuration")
      return answer(response, 200, wellKnown());
    if (url.pathname === "/keys") return answer(response, 200, { keys: [key.jwk] });
    if (url.pathname === "/authorize") return authorize(url, response);
    if (url.pathname === "/token") return void token(request, response);
    if (url.pathname === "/userinfo") return answer(response, 200, way.emailApart ?? {});
    answer(response, 404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    asked,
    settings: {
      ...{ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret },
      OIDC_NAME: "Keyring",
    },
    /** From now on like this; what is not said is as at first. */
    be(change: Partial<ReturnType<typeof ways>>) {
      way = { ...ways(), ...change };
    },
    async changeKey() {
      key = await newKey();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
