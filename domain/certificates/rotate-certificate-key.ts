import { eq } from "drizzle-orm";
import { certificateKeys } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import type { NewCertificateKey } from "./certificate-keys.ts";

/**
 * From now on the school signs its certificates with another key. The one before loses its private part and stays, so that what it has
 * signed can be checked. `instead` is the key that signed last (none for the first one): when another one signs by now, nothing
 * happens, so two servers that make a key at once agree on one.
 */
export async function rotateCertificateKey(
  ctx: WriteCtx,
  input: { key: NewCertificateKey; instead: string | null },
): Promise<void> {
  authorize(ctx, "certificate.sign", {});
  const { key, instead } = input;
  const [signs] = await ctx.tx
    .select({ id: certificateKeys.id })
    .from(certificateKeys)
    .where(eq(certificateKeys.slot, 1));
  if ((signs?.id ?? null) !== instead) return;
  const retired = { slot: null, sealedPrivateKey: null, retiredAt: ctx.now };
  await ctx.tx.update(certificateKeys).set(retired).where(eq(certificateKeys.slot, 1));
  await ctx.tx.insert(certificateKeys).values({ ...key, createdAt: ctx.now, slot: 1 });
  const change = { before: { keyId: instead }, after: { keyId: key.id } };
  await audit(ctx, "certificate.sign", { type: "certificate_key", id: key.id }, change);
}
