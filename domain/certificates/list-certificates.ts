import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import { CERTIFICATE_STATES } from "#db/enums.ts";
import { certificates, cohorts, courses, users } from "#db/schema/index.ts";
import { selectTaughtCourses } from "../access/teaching.ts";
import { getActorId } from "../kernel/actor.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";
import { defineList, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import {
  createChoiceFilter,
  createFromFilter,
  createIdFilter,
  createTextFilter,
  createUntilFilter,
} from "../kernel/lists/filters.ts";
import { authorize, isAllowed } from "../policy.ts";
import { findPeople } from "../students/find-people.ts";
import { parseCertificateCode } from "./certificate-code.ts";
import { formatCertificateNumber, parseCertificateNumber } from "../kernel/certificate-number.ts";

export type CertificateRow = RowOf<typeof certificateList>;

const fields = {
  id: certificates.id,
  year: certificates.year,
  serial: certificates.serial,
  version: certificates.version,
  state: certificates.state,
  name: certificates.name,
  issuedAt: certificates.issuedAt,
  issuedOn: certificates.issuedOn,
  completedOn: certificates.completedOn,
  fileId: certificates.fileId,
  failure: certificates.failure,
  revokedAt: certificates.revokedAt,
  enrolmentId: certificates.enrolmentId,
  studentId: users.id,
  studentName: users.name,
  studentEmail: users.email,
  courseId: courses.id,
  courseTitle: certificates.courseTitle,
  language: certificates.language,
  cohortId: cohorts.id,
  cohortName: cohorts.name,
};

export const certificateView = defineView({
  fields: () => fields,
  from: (select) =>
    select
      .from(certificates)
      .innerJoin(users, eq(users.id, certificates.studentId))
      .innerJoin(cohorts, eq(cohorts.id, certificates.cohortId))
      .innerJoin(courses, eq(courses.id, certificates.courseId)),
  show: ({ year, serial, ...row }) => ({ number: formatCertificateNumber({ year, serial }), ...row }),
});

/** Certificates: the school's for the office, those of the courses they teach for teachers, and everybody's own. */
export const certificateList = defineList({
  table: certificates,
  reach: getCertificateReach,
  view: certificateView,
  key: "id",
  cursor: { sort: "issued", ids: "certificate" },
  sorts: { issued: { by: ["issuedAt"] } },
  filters: {
    q: createTextFilter((text, { read }) => meantBy(read, text)),
    state: createChoiceFilter(certificates.state, CERTIFICATE_STATES),
    courseId: createIdFilter("course", (courseId) => eq(certificates.courseId, courseId)),
    cohortId: createIdFilter("cohort", (cohortId) => eq(certificates.cohortId, cohortId)),
    from: createFromFilter(certificates.issuedAt),
    until: createUntilFilter(certificates.issuedAt),
  },
  isKept: true,
});
export const { page: listCertificates } = certificateList;

/** SQL: the certificates that somebody may see; undefined for all of them. */
export function getCertificateReach(ctx: ReadCtx): SQL | undefined {
  if (isAllowed(ctx.actor, "certificate.read")) return undefined;
  const me = getActorId(ctx.actor);
  authorize(ctx, "certificate.read", { ownerId: me });
  return or(eq(certificates.studentId, me), inArray(certificates.courseId, selectTaughtCourses(ctx.read, me)));
}

/** A number, the code of the public page, an id, or a student. */
async function meantBy(read: ReadCtx["read"], q: string): Promise<SQL> {
  const text = q.trim();
  const number = parseCertificateNumber(text);
  if (number) return and(eq(certificates.year, number.year), eq(certificates.serial, number.serial)) as SQL;
  const code = parseCertificateCode(text);
  if (code) return eq(certificates.code, code);
  if (isId("certificate", text)) return eq(certificates.id, text);
  const people = await findPeople(read, text);
  return people.length > 0 ? inArray(certificates.studentId, people) : sql`1 = 0`;
}
