import { and, asc, eq } from "drizzle-orm";
import { certificates } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type HistoryEntry, getHistory } from "../kernel/get-history.ts";
import { isId } from "../kernel/ids.ts";
import { isAllowed } from "../policy.ts";
import { listTeacherIds } from "./find-certificate.ts";
import { type CertificateRow, certificateView } from "./list-certificates.ts";
import type { Certificate } from "./machine.ts";

export type CertificateView = CertificateRow &
  Pick<Certificate, "code" | "minutes" | "startsOn" | "endsOn" | "confirmedAt" | "revokeReason" | "keyId"> & {
    /** Everything under the same number, the first version first. */
    versions: { id: string; version: number; name: string; state: Certificate["state"]; issuedOn: string }[];
    history: HistoryEntry[];
    may: { correct: boolean; revoke: boolean };
  };

/** One certificate with all its versions; undefined when there is none or the actor may not see it. */
export async function getCertificate(ctx: ReadCtx, id: string): Promise<CertificateView | undefined> {
  if (!isId("certificate", id)) return undefined;
  const [found] = await certificateView.read(ctx, eq(certificates.id, id), []);
  const [whole] = found ? await ctx.read.select().from(certificates).where(eq(certificates.id, id)) : [];
  if (!found || !whole) return undefined;
  const teacherIds = await listTeacherIds(ctx.read, whole.courseId);
  const resource = { ownerId: whole.studentId, teacherIds };
  if (!isAllowed(ctx.actor, "certificate.read", resource)) return undefined;
  const { year, serial } = whole;
  const versions = await ctx.read
    .select({
      id: certificates.id,
      version: certificates.version,
      name: certificates.name,
      state: certificates.state,
      issuedOn: certificates.issuedOn,
    })
    .from(certificates)
    .where(and(eq(certificates.year, year), eq(certificates.serial, serial)))
    .orderBy(asc(certificates.version));
  const { code, minutes, startsOn, endsOn, confirmedAt, revokeReason, keyId } = whole;
  return {
    ...certificateView.show(found, ctx),
    ...{ code, minutes, startsOn, endsOn, confirmedAt, revokeReason, keyId },
    versions,
    history: await getHistory(ctx.read, { type: "certificate", id }),
    may: {
      correct: isAllowed(ctx.actor, "certificate.correct", resource),
      revoke: isAllowed(ctx.actor, "certificate.revoke", resource),
    },
  };
}
