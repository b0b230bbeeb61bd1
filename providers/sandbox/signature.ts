import { createHmac, timingSafeEqual } from "node:crypto";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { BadSignature } from "#domain/payments/provider.ts";

export const SIGNATURE_HEADER = "sandbox-signature";

/** How old, or how far ahead, a message may be. Beyond it an eavesdropper could play it again. */
const TOLERANCE_SECONDS = 300;

/** The key of the gateway's messages, made from the school's secret so that there is none to configure. */
export function webhookSecret(schoolSecret: string): string {
  return createHmac("sha256", schoolSecret).update("sandbox gateway webhooks").digest("hex");
}

/** `t=<unix seconds>,v1=<HMAC-SHA256 of "t.body" in hex>`. */
export function signBody(secret: string, body: string, now: Date): string {
  const seconds = Math.floor(now.getTime() / SECOND_MS);
  return `t=${seconds},v1=${macOf(secret, seconds, body).toString("hex")}`;
}

/** Throws `BadSignature` unless `header` proves that who knows the secret sent this body within the tolerance. */
export function checkBody(secret: string, body: string, header: string | null, now: Date): void {
  const match = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? "");
  if (!match) throw new BadSignature("the signature is missing or malformed");
  const seconds = Number(match[1]);
  if (!timingSafeEqual(macOf(secret, seconds, body), Buffer.from(match[2] as string, "hex"))) {
    throw new BadSignature("the signature does not fit the body");
  }
  if (Math.abs(now.getTime() / SECOND_MS - seconds) > TOLERANCE_SECONDS) {
    throw new BadSignature("the message is too old");
  }
}

function macOf(secret: string, seconds: number, body: string): Buffer {
  return createHmac("sha256", secret).update(`${seconds}.${body}`).digest();
}
