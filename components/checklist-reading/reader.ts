import type { ReadingAnswer, ReadingRequest } from "@/lib/template/reading";

type Reply = { id: number; answer?: ReadingAnswer; failure?: string };
type Waiting = { resolve: (answer: ReadingAnswer) => void; reject: (error: Error) => void };

const waiting = new Map<number, Waiting>();
let worker: Worker | null = null;
let last = 0;

function failAll(message: string): void {
  worker?.terminate();
  worker = null;
  for (const { reject } of waiting.values()) reject(new Error(message));
  waiting.clear();
}

function start(): Worker {
  const made = new Worker(new URL("./reading-worker.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Reply>) => {
    const caller = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.answer) caller?.resolve(data.answer);
    else caller?.reject(new Error(data.failure ?? "the reader gave no answer"));
  });
  made.addEventListener("error", (event) => failAll(event.message || "the reader has stopped"));
  return made;
}

/** Asks the reader beside the page; one worker for all, started at the first question. */
export function askReader(request: ReadingRequest): Promise<ReadingAnswer> {
  worker ??= start();
  last += 1;
  const id = last;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker?.postMessage({ id, request });
  });
}
