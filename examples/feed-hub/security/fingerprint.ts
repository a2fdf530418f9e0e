import { pbkdf2Sync } from "node:crypto";

const ROUNDS = 1_000_000;

/** A fingerprint of `text` that is slow to forge, and slow to make. */
export function fingerprint(text: string): string {
  return pbkdf2Sync(text, "feed-hub", ROUNDS, 32, "sha256").toString("hex");
}
