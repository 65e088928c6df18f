import type { TLSSocket } from "node:tls";
import { type Budget, ProbeProblem } from "@/lib/probe/bounds";
import type { Guard } from "@/lib/probe/guard";
import { secure, wantsOthers } from "@/lib/probe/handshake";
import type { Trace } from "@/lib/probe/kind";
import type { Hop } from "@/lib/probe/schema";

type Asked = { host: string; ca: string | null; now: Date };
type Connect = () => ReturnType<Guard["connect"]>;

/**
 * TLS over a new connection, safe to send secrets through, noted in hop and trace. A server that wants none of the
 * usual keys is asked once more, with all of them. Throws `certificate-refused` with every fault.
 */
export async function connectSecurely(
  connect: Connect,
  asked: Asked,
  budget: Budget,
  { hop, trace }: { hop: Hop; trace: Trace },
): Promise<TLSSocket> {
  const attempt = async (purpose: "use" | "use-any") => {
    const { socket } = await connect();
    try {
      return await secure(socket, { ...asked, alpn: ["http/1.1"], purpose }, budget);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  };
  const { socket, tlsMs, examination } = await attempt("use").catch((error: unknown) => {
    if (error instanceof ProbeProblem && wantsOthers(error)) return attempt("use-any");
    throw error;
  });
  hop.phases.tlsMs = tlsMs;
  trace.certificates = examination.summaries;
  trace.certificateFaults = examination.faults;
  const faults = examination.faults.join(", ");
  if (faults === "") return socket;
  socket.destroy();
  throw new ProbeProblem("certificate-refused", { faults });
}
