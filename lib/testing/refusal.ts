import { expect } from "vitest";

/** An AppError that says why with this code, and these params among others. */
export const refusal = (code: string, params: object = {}) =>
  expect.objectContaining({
    reason: expect.objectContaining({ code, params: expect.objectContaining(params) }),
  });
