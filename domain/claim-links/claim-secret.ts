import { createHmac, timingSafeEqual } from "node:crypto";

/** Of which place, and the how manieth link of it. */
export type ClaimLinkKey = { id: string; version: number };

/** 128 bits of the HMAC. In hexadecimal, because mail programs leave a dash or a dot at the end of an address out of the link. */
const SECRET_LENGTH = 32;

/**
 * What makes a claim link work. It is derived from the school's secret, so that the buyer's page can show it as often as they like and no
 * copy of the database opens a place. A new version makes the one before worthless.
 */
export function createClaimSecret(schoolSecret: string, { id, version }: ClaimLinkKey): string {
  const key = createHmac("sha256", schoolSecret).update("claim link").digest();
  return createHmac("sha256", key).update(`${id}:${version}`).digest("hex").slice(0, SECRET_LENGTH);
}

export function isClaimSecret(schoolSecret: string, link: ClaimLinkKey, sent: string): boolean {
  const [right, given] = [Buffer.from(createClaimSecret(schoolSecret, link)), Buffer.from(sent.toLowerCase())];
  return right.length === given.length && timingSafeEqual(right, given);
}

/** Where the link leads, without the school's address. */
export const getClaimPath = (link: ClaimLinkKey, secret: string) => `/claim/${link.id}/${secret}`;
