import { eq } from "drizzle-orm";
import { renewals } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { Renewal } from "./get-renewal-offer.ts";
import { Refusal } from "../kernel/refusal.ts";

/** Loads a renewal for a verb. */
export async function findRenewal(tx: Tx, renewalId: string): Promise<Renewal> {
  const [renewal] = await tx.select().from(renewals).where(eq(renewals.id, renewalId));
  if (!renewal) throw new Refusal("not_found");
  return renewal;
}
