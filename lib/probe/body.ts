import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { type Budget, errorCode, ProbeProblem, remainingMs, waitFor } from "@/lib/probe/bounds";
import { asItIs } from "@/lib/probe/redact";
import type { BodySummary } from "@/lib/probe/schema";

const largestBody = 1024 * 1024;
const largestExcerpt = 4096;

export type Body = {
  /** As far as they came; decoded when all of them did. */
  bytes: Buffer;
  complete: boolean;
  text: string | null;
  problem: ProbeProblem | null;
};

const decoders = new Map([
  ["gzip", promisify(gunzip)],
  ["x-gzip", promisify(gunzip)],
  ["deflate", promisify(inflate)],
  ["br", promisify(brotliDecompress)],
]);

/** Reads and decodes a body, at most 1 MiB before and after decoding; what went wrong stands in it. */
export async function readBody(
  response: IncomingMessage,
  failures: (listener: (error: unknown) => void) => void,
  budget: Budget,
): Promise<Body> {
  const sink = createSink();
  try {
    await receive(response, sink, failures, budget);
    const bytes = await decode(sink.bytes(), response.headers["content-encoding"]);
    return { bytes, complete: true, text: utf8(bytes), problem: null };
  } catch (error) {
    if (!(error instanceof ProbeProblem) || error.reason.code === "cancelled") throw error;
    return { bytes: sink.bytes(), complete: false, text: null, problem: error };
  }
}

function receive(
  response: IncomingMessage,
  sink: Sink,
  failures: (listener: (error: unknown) => void) => void,
  budget: Budget,
): Promise<void> {
  const late = new ProbeProblem("body-incomplete", { why: "timeout" });
  return waitFor<void>(budget, remainingMs(budget), late, ({ resolve, reject }) => {
    const broken = (error: unknown) =>
      reject(new ProbeProblem("body-incomplete", { why: errorCode(error) }));
    failures(broken);
    response.on("error", broken);
    response.on("data", (chunk: Buffer) => {
      if (!sink.add(chunk)) {
        reject(new ProbeProblem("body-too-large", { limit: largestBody }));
        response.destroy();
      }
    });
    response.on("end", () => (response.complete ? resolve() : broken(new Error("cut off"))));
    response.on("close", () => (response.complete ? resolve() : broken(new Error("cut off"))));
    return () => response.destroy();
  });
}

type Sink = { add(chunk: Buffer): boolean; bytes(): Buffer };

/** One growing buffer: a list of chunks would cost a hundred bytes for each byte of a mean server. */
function createSink(): Sink {
  let buffer = Buffer.alloc(0);
  let size = 0;
  return {
    add(chunk) {
      const kept = Math.min(chunk.length, largestBody - size);
      if (buffer.length < size + kept) {
        const room = Math.min(Math.max(buffer.length * 2, size + kept), largestBody);
        buffer = Buffer.concat([buffer], room);
      }
      chunk.copy(buffer, size, 0, kept);
      size += kept;
      return kept === chunk.length;
    },
    bytes: () => buffer.subarray(0, size),
  };
}

async function decode(bytes: Buffer, encoding: string | undefined): Promise<Buffer> {
  const name = encoding?.trim().toLowerCase() ?? "";
  // The answer to a HEAD names the encoding of what it leaves out.
  if (name === "" || name === "identity" || bytes.length === 0) return bytes;
  const decoder = decoders.get(name);
  if (decoder === undefined)
    throw new ProbeProblem("body-undecodable", { encoding: name.slice(0, 64) });
  try {
    return await decoder(bytes, { maxOutputLength: largestBody });
  } catch (error) {
    if (errorCode(error) === "ERR_BUFFER_TOO_LARGE") {
      throw new ProbeProblem("body-too-large", { limit: largestBody });
    }
    throw new ProbeProblem("body-undecodable", { encoding: name });
  }
}

/**
 * What is kept of a body. Secrets are removed before it is hashed and cut: from the hash of a body whose rest is known
 * a short secret could be guessed, and a cut through the middle of one would hide it from `redact`.
 */
export function summarise(
  bytes: Buffer,
  complete: boolean,
  redact: (text: string) => string = asItIs,
): BodySummary {
  const clean = redact === asItIs ? bytes : Buffer.from(redact(bytes.toString("latin1")), "latin1");
  const sha256 = createHash("sha256").update(clean).digest("hex");
  return { bytes: bytes.length, sha256, complete, excerpt: excerptOf(clean) };
}

const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Readable text of at most 4 KiB: bytes that are no text, and control characters, become `\uFFFD`. */
function excerptOf(bytes: Buffer): string {
  const whole = lenient.decode(bytes.subarray(0, largestExcerpt));
  let text = whole.replace(/[^\P{Cc}\n\r\t]/gu, "\ufffd");
  while (Buffer.byteLength(text) > largestExcerpt) {
    text = text.slice(
      0,
      text.length - Math.max(1, Math.ceil((Buffer.byteLength(text) - largestExcerpt) / 3)),
    );
  }
  return text;
}

function utf8(bytes: Buffer): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    // Not UTF-8: there is no text to judge, which the assertions then say.
    return null;
  }
}
