import { createHmac } from "node:crypto";

/** An endpoint that has not answered by then is taken for one that refuses, in ms. */
const PATIENCE_MS = 10_000;

/** Where alerts go. */
export interface Webhook {
  readonly url: string;
  /** `whsec_` and base64, as the Standard Webhooks have it; anything else is taken letter by letter. */
  readonly secret: string;
}

/**
 * The headers of a message, signed as https://www.standardwebhooks.com has it: HMAC-SHA256 over id, time and body.
 * @param nowMs `Date.now()`
 */
export function signedHeaders(
  id: string,
  body: string,
  secret: string,
  nowMs: number,
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(nowMs / 1_000));
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
  const signature = createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64");
  return {
    "content-type": "application/json",
    "webhook-id": id,
    "webhook-timestamp": seconds,
    "webhook-signature": `v1,${signature}`,
  };
}

/** Sends one message. Resolves with why it did not arrive; null: it did. Rejects only when `signal` is aborted. */
export async function post(
  { url, secret }: Webhook,
  id: string,
  body: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: signedHeaders(id, body, secret, Date.now()),
      body,
      // What it redirects to would get what was signed for another.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    await response.body?.cancel();
    return response.ok ? null : `it answered ${response.status}`;
  } catch (error) {
    signal.throwIfAborted();
    const { message, cause } = error as Error;
    return cause instanceof Error ? `${message}: ${cause.message}` : message;
  }
}
