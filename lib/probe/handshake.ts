import type { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import {
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { type Budget, errorCode, ProbeProblem, waitFor } from "@/lib/probe/bounds";
import { type Examination, examine } from "@/lib/probe/certificate";

const handshakeMs = 3000;

export type Secured = { socket: TLSSocket; tlsMs: number; examination: Examination };

/**
 * TLS on a socket that the guard connected. The certificate is not a condition of the handshake:
 * it is examined afterwards, whole, and the caller decides.
 */
export async function secure(
  socket: Socket,
  options: { host: string; ca: string | null; now: Date; alpn: string[] },
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
      secureContext: contextFor(options.ca),
      ALPNProtocols: options.alpn,
    });
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
  return { socket: secured, tlsMs, examination };
}

const longestChain = 20;

function chainOf(leaf: X509Certificate): X509Certificate[] {
  const chain = [leaf];
  for (let next = leaf.issuerCertificate; next && chain.length < longestChain; ) {
    if (next.fingerprint256 === chain.at(-1)?.fingerprint256) break;
    chain.push(next);
    next = next.issuerCertificate;
  }
  return chain;
}

let systemContext: SecureContext | null = null;

/** The system's roots take a while to load: one context for all probes without a CA of their own. */
function contextFor(ca: string | null): SecureContext {
  if (ca !== null) return createSecureContext({ ca });
  systemContext ??= createSecureContext();
  return systemContext;
}
