import { and, eq, isNull } from "drizzle-orm";
import { certificates, files } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import type { StoredFile } from "../files/store.ts";
import { authorize } from "../policy.ts";
import { notifyOfCertificate } from "./notify-of-certificate.ts";

type Made = { keyId: string; signed: string; file: StoredFile };

/**
 * Writes down the file that was made of a certificate, or why none could be, and tells the student that it is there. Only the first
 * file counts: whoever made another one meanwhile is not heard, so that every download has the same bytes.
 */
export async function recordCertificateFile(
  ctx: WriteCtx,
  input: { certificateId: string } & (Made | { failure: string }),
): Promise<void> {
  authorize(ctx, "certificate.sign", {});
  const { certificateId } = input;
  const isUnmade = and(eq(certificates.id, certificateId), isNull(certificates.fileId));
  if ("failure" in input) {
    await ctx.tx.update(certificates).set({ failure: input.failure }).where(isUnmade);
    await audit(
      ctx,
      "certificate.sign",
      { type: "certificate", id: certificateId },
      { after: { failure: input.failure } },
    );
    return;
  }
  const { keyId, signed, file } = input;
  const fileId = createId("file");
  await ctx.tx.insert(files).values({ id: fileId, ...file, isPublic: false, createdAt: ctx.now, createdBy: null });
  const [made] = await ctx.tx.update(certificates).set({ fileId, keyId, signed }).where(isUnmade).returning();
  if (!made) {
    await ctx.tx.delete(files).where(eq(files.id, fileId));
    return;
  }
  if (made.state === "issued") await notifyOfCertificate(ctx, made, { news: "ready" });
  const after = { keyId, sha256: file.sha256 };
  await audit(ctx, "certificate.sign", { type: "certificate", id: certificateId }, { after });
}
