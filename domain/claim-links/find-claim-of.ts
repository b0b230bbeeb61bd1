import { eq } from "drizzle-orm";
import { claimLinks } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import type { ClaimLink } from "./find-claim-link.ts";

/** The claim link by which an enrolment came about; undefined for one that its student has bought or was given. */
export async function findClaimOf(tx: Tx, enrolmentId: string): Promise<ClaimLink | undefined> {
  const [link] = await tx.select().from(claimLinks).where(eq(claimLinks.enrolmentId, enrolmentId));
  return link;
}
