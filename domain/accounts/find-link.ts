import type { Reader } from "#db/types.ts";
import { type FoundCode, findCodeOfLink } from "./one-time-code.ts";

export type LinkView = Pick<FoundCode, "purpose" | "userId" | "email" | "name" | "nextPath" | "newEmail">;

/** Whose link a secret is, for the page that it leads to; undefined when it was used, its time is over or it never was. */
export async function findLink(read: Reader, secret: string, now: Date): Promise<LinkView | undefined> {
  const found = await findCodeOfLink(read, secret);
  if (!found || found.expiresAt <= now) return undefined;
  const { purpose, userId, email, name, nextPath, newEmail } = found;
  return { purpose, userId, email, name, nextPath, newEmail };
}
