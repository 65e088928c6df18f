import { createHash, randomBytes } from "node:crypto";

/** 256 random bits. The prefix tells people, and whoever scans for leaked secrets, what it opens. */
export const newToken = (prefix: string): string =>
  `${prefix}_${randomBytes(32).toString("base64url")}`;

/** SHA-256, hex: what is kept of a token. It has too much chance in it to be guessed from that. */
export const tokenHash = (token: string): string =>
  createHash("sha256").update(token, "utf8").digest("hex");
