import { HOUR_MS } from "#domain/kernel/clock.ts";
import { getAddressSource } from "#domain/kernel/networks.ts";
import { limit, type WriteAs } from "#runtime";

/** Bytes are stored before the verb decides, so nobody may fill the disk with what it then refuses. */
const MESSAGES_WITH_FILES = { max: 60, windowMs: HOUR_MS };

/** Refuses (`rate_limited`) whoever sends files too often: a person, or an address that nobody has signed in from. */
export async function limitUploads({ address, ...as }: WriteAs & { address?: string }): Promise<void> {
  const sender = as.actor.type === "user" ? as.actor.id : address === undefined ? "system" : getAddressSource(address);
  await limit(as, `upload:${sender}`, MESSAGES_WITH_FILES);
}
