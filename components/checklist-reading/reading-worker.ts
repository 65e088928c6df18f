import { answerRequest, type ReadingRequest } from "@/lib/template/reading";

/** Reads checklists beside the page, so that typing never waits. */
self.addEventListener("message", (event: MessageEvent<{ id: number; request: ReadingRequest }>) => {
  const { id, request } = event.data;
  try {
    self.postMessage({ id, answer: answerRequest(request) });
  } catch (error) {
    self.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
});
