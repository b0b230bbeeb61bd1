import { and, asc, eq, isNull } from "drizzle-orm";
import { certificates, files } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { Certificate } from "./machine.ts";

const isUnmade = and(isNull(certificates.fileId), isNull(certificates.failure));

/** Whether a certificate waits for its file. An index holds only those that do. */
export async function hasUnmadeCertificate(read: Reader): Promise<boolean> {
  return (await read.select({ id: certificates.id }).from(certificates).where(isUnmade).limit(1)).length > 0;
}

/** Some of the certificates that wait for their file, the oldest first. */
export async function listUnmadeCertificates(ctx: ReadCtx, count: number): Promise<Certificate[]> {
  authorize(ctx, "certificate.sign", {});
  return ctx.read
    .select()
    .from(certificates)
    .where(isUnmade)
    .orderBy(asc(certificates.issuedAt), asc(certificates.year), asc(certificates.serial))
    .limit(count);
}

/** What of the school stands on each of its certificates. */
export type CertificateSchool = {
  name: string;
  accentColor: string | null;
  logo: { sha256: string; mediaType: string } | null;
};

export async function getCertificateSchool(ctx: ReadCtx): Promise<CertificateSchool> {
  const { name, accentColor, logoFileId } = await getSchoolSettings(ctx.read);
  const [logo] = logoFileId
    ? await ctx.read
        .select({ sha256: files.sha256, mediaType: files.mediaType })
        .from(files)
        .where(eq(files.id, logoFileId))
    : [];
  return { name, accentColor, logo: logo ?? null };
}
