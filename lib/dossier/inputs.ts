import { z } from "zod";

/** How a record leaves the product. Markdown is made at once, without the worker (lib/deployment/export). */
export const recordFormats = ["pdf", "json", "items-csv", "events-csv"] as const;
export type RecordFormat = (typeof recordFormats)[number];

const id = z.string().min(1).max(100);

export const requestRecordInput = z.object({
  deploymentId: id,
  format: z.enum(recordFormats),
  locale: z.enum(["en", "ko"]),
  /** How people are reached: left out of a record unless asked for. */
  contacts: z.boolean().default(false),
  /** Who they are; without them a record has ids. */
  names: z.boolean().default(true),
});
export type RequestRecordInput = z.input<typeof requestRecordInput>;
