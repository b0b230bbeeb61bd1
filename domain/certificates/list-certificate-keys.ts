import { desc, eq } from "drizzle-orm";
import { certificateKeys } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { type PublicJwk, toJwk } from "./signed-certificate.ts";

/** Rotation is rare; whoever checks a certificate wants them all. */
const KEYS_MAX = 1_000;

/** Every key that has ever signed certificates of the school, the newest first, as it publishes them. */
export async function listCertificateKeys(ctx: ReadCtx): Promise<PublicJwk[]> {
  authorize(ctx, "certificate.check", {});
  const rows = await ctx.read
    .select({ id: certificateKeys.id, publicKey: certificateKeys.publicKey })
    .from(certificateKeys)
    .orderBy(desc(certificateKeys.createdAt), desc(certificateKeys.id))
    .limit(KEYS_MAX);
  return rows.map(({ id, publicKey }) => toJwk(id, publicKey));
}

/** The key that signs now, with its sealed private part: for the job alone. */
export async function findSigningKey(ctx: ReadCtx): Promise<typeof certificateKeys.$inferSelect | undefined> {
  authorize(ctx, "certificate.sign", {});
  const [key] = await ctx.read.select().from(certificateKeys).where(eq(certificateKeys.slot, 1));
  return key;
}
