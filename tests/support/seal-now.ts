import type { Database } from "#db/types.ts";
import { sealChains } from "#domain/maintenance/seal-chains.ts";

/** Seals what was written so far, where that is done after the commit. */
export async function sealNow({ sealing }: Pick<Database, "sealing">): Promise<void> {
  if (sealing) await sealChains(sealing);
}
