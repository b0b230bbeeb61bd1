import { and, asc, count, eq } from "drizzle-orm";
import { certificates, certificateTerms, enrolments } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { isAllowed } from "../policy.ts";
import { formatCertificateNumber } from "../kernel/certificate-number.ts";
import { listTeacherIds } from "./find-certificate.ts";
import { loadFacts } from "./load-facts.ts";
import type { Certificate } from "./machine.ts";

export type CohortCertificate = {
  enrolmentId: string;
  name: string;
  /** None when it was not issued. */
  issued: (Pick<Certificate, "id" | "state" | "fileId" | "failure" | "issuedOn"> & { number: string }) | null;
  /** Why it cannot be issued. */
  fault: Message | null;
  /** Another name would mend it, and may be given where it is issued. */
  isNameFault: boolean;
};

export type CohortCertificates = {
  terms: { onCompletion: boolean; minutes: number | null };
  /** Of the meetings, in minutes; none without meetings or anybody who has completed it. */
  countedMinutes: number | null;
  people: CohortCertificate[];
  /** How many take part and have not completed it yet. */
  underWay: number;
  may: { issue: boolean; edit: boolean };
};

/** Everybody who has completed a cohort with their certificate; undefined for whoever may not issue or read them. */
export async function getCohortCertificates(
  ctx: ReadCtx,
  { courseId, cohortId }: { courseId: string; cohortId: string },
): Promise<CohortCertificates | undefined> {
  const teacherIds = await listTeacherIds(ctx.read, courseId);
  if (!isAllowed(ctx.actor, "certificate.read", { teacherIds })) return undefined;
  const [found] = await ctx.read.select().from(certificateTerms).where(eq(certificateTerms.cohortId, cohortId));
  const facts = await loadFacts(ctx.read, { cohortId, now: ctx.now });
  const present = await findCohortCertificates(ctx, cohortId);
  const [active] = await ctx.read
    .select({ value: count() })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), eq(enrolments.state, "active")));
  return {
    terms: { onCompletion: found?.onCompletion ?? false, minutes: found?.minutes ?? null },
    countedMinutes: facts[0]?.minutes ?? null,
    people: facts.map(({ enrolmentId, name, fault }) => {
      const issued = present.get(enrolmentId);
      return {
        enrolmentId,
        name: issued?.name ?? name,
        issued: issued ? { ...issued, number: formatCertificateNumber(issued) } : null,
        fault: issued ? null : (fault?.words ?? null),
        isNameFault: !issued && fault?.field === "name",
      };
    }),
    underWay: active?.value ?? 0,
    may: {
      issue: isAllowed(ctx.actor, "certificate.issue", { teacherIds }),
      edit: isAllowed(ctx.actor, "cohort.edit"),
    },
  };
}

async function findCohortCertificates(ctx: ReadCtx, cohortId: string): Promise<Map<string, Certificate>> {
  const rows = await ctx.read
    .select()
    .from(certificates)
    .where(eq(certificates.cohortId, cohortId))
    .orderBy(asc(certificates.version));
  // A later version stands in the place of those before it.
  return new Map(rows.map((row) => [row.enrolmentId, row]));
}
