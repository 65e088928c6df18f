import { constants, type X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import {
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { type Budget, errorCode, ProbeProblem, waitFor } from "@/lib/probe/bounds";
import { type Examination, examine } from "@/lib/probe/certificate";
import { hashOf } from "@/lib/probe/certificate-anchors";
import { kept } from "@/lib/probe/kept";

const handshakeMs = 3000;

/**
 * `use`: data follows, so the connection has to be safe. `use-any`: the same, with every group of keys that is safe,
 * for a server that wants none of the usual ones. `observe`: the handshake is all there is.
 */
type Purpose = "use" | "use-any" | "observe";

export type Secured = {
  socket: TLSSocket;
  tlsMs: number;
  /** `TLSv1.3` */
  protocol: string;
  examination: Examination;
};

/**
 * TLS on a socket that the guard connected. The certificate is not a condition of the handshake:
 * it is examined afterwards, whole, and the caller decides.
 */
export async function secure(
  socket: Socket,
  options: { host: string; ca: string | null; now: Date; alpn: string[]; purpose: Purpose },
  budget: Budget,
): Promise<Secured> {
  const started = performance.now();
  const host = options.host.replace(/\.$/, "");
  const late = new ProbeProblem("answer-timeout", { phase: "tls" });
  const secured = await waitFor<TLSSocket>(budget, handshakeMs, late, ({ resolve, reject }) => {
    const tls = connectTls({
      socket,
      servername: isIP(host) === 0 ? host : "",
      rejectUnauthorized: false,
      // Host names are compared in examine(); here only the chain is asked about.
      checkServerIdentity: () => undefined,
      secureContext: contextFor(options.ca, options.purpose),
      ALPNProtocols: options.alpn,
      minDHSize: options.purpose === "observe" ? 1 : 1024,
    });
    // The library would describe the whole chain anew, for checkServerIdentity alone.
    tls.getPeerCertificate = () => Object.create(null);
    tls.once("secureConnect", () => resolve(tls));
    const failed = (error: Error) =>
      reject(new ProbeProblem("tls-failed", { why: errorCode(error) }));
    // Stays for the socket's life: an error that nobody hears would end the process.
    tls.on("error", failed);
    return () => tls.destroy();
  });
  const tlsMs = performance.now() - started;
  const leaf = secured.getPeerX509Certificate();
  if (leaf === undefined) {
    secured.destroy();
    throw new ProbeProblem("tls-failed", { why: "no certificate" });
  }
  const examination = examine({
    leaf,
    sent: chainOf(leaf),
    ca: options.ca,
    host,
    now: options.now,
    authorized: secured.authorized,
  });
  return { socket: secured, tlsMs, protocol: secured.getProtocol() ?? "unknown", examination };
}

const longestChain = 20;

/** In the order in which the server sent them; a certificate that was sent twice counts once. */
function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain = new Map([[leaf.fingerprint256, leaf]]);
  let next = leaf.issuerCertificate;
  for (let left = longestChain; next !== undefined && left > 0; left -= 1) {
    if (!chain.has(next.fingerprint256)) chain.set(next.fingerprint256, next);
    next = next.issuerCertificate;
  }
  return [...chain.values()];
}

const contexts = new Map<string, SecureContext>();
const mostContexts = 32;

/** Making one costs more than a handshake: one for all probes of the system's roots, the latest 32 of own ones. */
function contextFor(ca: string | null, purpose: Purpose): SecureContext {
  const roots = ca === null ? {} : { ca };
  const key = `${purpose} ${ca === null ? "system" : hashOf(ca)}`;
  return kept(contexts, mostContexts, key, () =>
    createSecureContext({ ...roots, ...settings[purpose] }),
  );
}

/** Old protocols and weak keys are what an observation is about: it has to get as far as seeing them. */
const anyServer = {
  minVersion: "TLSv1",
  ciphers: "DEFAULT:@SECLEVEL=0",
  // The usual groups first; then those that only an old key needs.
  ecdhCurve: "?X25519MLKEM768:X25519:P-256:P-384:P-521:?X448:?P-224:?P-192:?secp256k1",
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT,
} as const;

/**
 * The library's own choice makes a hybrid key for each handshake, which costs a fifth of a whole probe and more than that
 * of the server. All but a few servers take the usual ones; who asks the others again has `use-any`.
 */
const usual = "X25519:P-256:P-384:P-521";
const others =
  "?X25519MLKEM768:?SecP256r1MLKEM768:?SecP384r1MLKEM1024:?X448:?ffdhe2048:?ffdhe3072:?ffdhe4096";

const settings = {
  use: { ecdhCurve: usual },
  "use-any": { ecdhCurve: `${others}:${usual}` },
  observe: anyServer,
} as const;

/** Whether a server ended the handshake because nothing that was offered suited it. */
export const wantsOthers = ({ reason: { code, params } }: ProbeProblem): boolean =>
  code === "tls-failed" && /HANDSHAKE_FAILURE/.test(`${params.why}`);
