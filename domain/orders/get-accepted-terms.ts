import { eq } from "drizzle-orm";
import { acceptedTerms, termsVersions } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { TermsVersion } from "../settings/get-terms-version.ts";

/** When the buyer of an order accepted which terms; undefined where they accepted none. Whoever asks has found the order for its reader. */
export async function getAcceptedTerms(
  { read }: Pick<ReadCtx, "read">,
  orderId: string,
): Promise<{ versionId: string; acceptedAt: Date } | undefined> {
  const [row] = await read.select().from(acceptedTerms).where(eq(acceptedTerms.orderId, orderId));
  return row && { versionId: row.versionId, acceptedAt: row.acceptedAt };
}

/** Terms that somebody accepted, as they were; undefined for a version that nobody did. They were public, and whoever knows the version may read it. */
export async function getTermsOfVersion(
  { read }: Pick<ReadCtx, "read">,
  id: string,
): Promise<TermsVersion | undefined> {
  const [row] = await read.select().from(termsVersions).where(eq(termsVersions.id, id));
  return row && { id: row.id, language: row.language, text: row.text };
}
