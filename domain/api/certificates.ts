import { eq, getTableColumns } from "drizzle-orm";
import { CERTIFICATE_STATES } from "#db/enums.ts";
import { certificates, files } from "#db/schema/index.ts";
import { getCertificateReach } from "../certificates/list-certificates.ts";
import { findCertificate } from "../certificates/find-certificate.ts";
import type { Certificate } from "../certificates/machine.ts";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { defineList } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createChoiceFilter, createFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import type { CertificateView } from "./certificate-shapes.ts";
import { Id } from "./parts.ts";

export function toCertificateView(row: Certificate): CertificateView {
  const { id, version, state, code, enrolmentId, studentId, courseId, cohortId, name, courseTitle, language } = row;
  const { minutes, startsOn, endsOn, completedOn, issuedOn, issuedAt, replacedById, revokedAt, signed } = row;
  return {
    id,
    number: formatCertificateNumber(row),
    ...{ version, state, code, enrolmentId, studentId, courseId, cohortId, name, courseTitle, language },
    ...{ minutes, startsOn, endsOn, completedOn, issuedOn, issuedAt, replacedById, revokedAt, signed },
    isConfirmed: row.confirmedAt !== null,
    hasFile: row.fileId !== null,
  };
}

/** Certificates, the newest first: the school's for the office, those of the courses one teaches, and one's own. */
export const certificatePages = defineList({
  table: certificates,
  reach: getCertificateReach,
  view: defineView({
    fields: () => getTableColumns(certificates),
    from: (select) => select.from(certificates),
    show: (row) => toCertificateView(row),
  }),
  key: "id",
  cursor: { sort: "issued", ids: "certificate" },
  sorts: { issued: { by: ["issuedAt"] } },
  filters: {
    studentId: createFilter(Id("usr"), (id) => eq(certificates.studentId, id)),
    courseId: createFilter(Id("crs"), (id) => eq(certificates.courseId, id)),
    cohortId: createFilter(Id("coh"), (id) => eq(certificates.cohortId, id)),
    enrolmentId: createFilter(Id("enr"), (id) => eq(certificates.enrolmentId, id)),
    state: createChoiceFilter(certificates.state, CERTIFICATE_STATES),
  },
});

/** One of them, for whose it is, who teaches its course, and the office. */
export async function getCertificateView(ctx: ReadCtx, id: string): Promise<CertificateView> {
  const { certificate, resource } = await findCertificate(ctx.read, id);
  authorize(ctx, "certificate.read", resource);
  return toCertificateView(certificate);
}

/** The file of one of them. Refuses (`not_found`) while it is not made. */
export async function getCertificateFile(ctx: ReadCtx, id: string): Promise<typeof files.$inferSelect> {
  const { certificate, resource } = await findCertificate(ctx.read, id);
  authorize(ctx, "certificate.read", resource);
  const [file] = await ctx.read
    .select()
    .from(files)
    .where(eq(files.id, certificate.fileId ?? ""));
  if (!file) throw new Refusal("not_found");
  return file;
}
