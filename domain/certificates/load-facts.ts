import { and, asc, eq, inArray } from "drizzle-orm";
import { certificateTerms, cohorts, courses, enrolments, meetings, users } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { localizeCourse } from "../courses/course-texts.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { pickLanguage } from "../settings/pick-language.ts";
import { computeCourseDays } from "./compute-course-days.ts";
import { explainPrintFault, type PrintFault } from "./explain-print-fault.ts";
import { removePictographs } from "./printable-letters.ts";

/** What a certificate would say of a completed enrolment now. */
export type CertificateFacts = {
  enrolmentId: string;
  studentId: string;
  courseId: string;
  cohortId: string;
  name: string;
  /** Whether the student has chosen that name for certificates. */
  isNameChosen: boolean;
  courseTitle: string;
  language: string;
  minutes: number | null;
  startsOn: string;
  endsOn: string;
  completedOn: string;
  fault: PrintFault | undefined;
};

/**
 * The completed enrolments of a cohort, or those of them that are named, in the order of a class list, as they stand at `now`. A certificate is in the
 * language of its course where the school speaks it, so that those of one class are alike.
 */
export async function loadFacts(
  from: Reader | Tx,
  { cohortId, now, enrolmentIds }: { cohortId: string; now: Date; enrolmentIds?: readonly string[] },
): Promise<CertificateFacts[]> {
  const rows = await from
    .select({ enrolment: enrolments, name: users.name, certificateName: users.certificateName })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(
      and(
        eq(enrolments.cohortId, cohortId),
        eq(enrolments.state, "completed"),
        enrolmentIds && inArray(enrolments.id, [...enrolmentIds]),
      ),
    )
    .orderBy(asc(users.sortKey), asc(users.id));
  const [found] = await from
    .select({ cohort: cohorts, course: courses, minutes: certificateTerms.minutes })
    .from(cohorts)
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(certificateTerms, eq(certificateTerms.cohortId, cohorts.id))
    .where(eq(cohorts.id, cohortId));
  if (!found || rows.length === 0) return [];
  const { cohort, course } = found;
  const dated = await from
    .select({ startsAt: meetings.startsAt, endsAt: meetings.endsAt })
    .from(meetings)
    .where(eq(meetings.cohortId, cohortId));
  const settings = await getSchoolSettings(from);
  const language = pickLanguage(settings, course.language);
  const courseTitle = removePictographs(localizeCourse(course, language).title);
  return rows.map(({ enrolment, name: accountName, certificateName }) => {
    const days = computeCourseDays({ ...cohort, meetings: dated }, enrolment, now);
    const name = (certificateName ?? accountName).normalize("NFC");
    return {
      enrolmentId: enrolment.id,
      studentId: enrolment.studentId,
      courseId: course.id,
      cohortId,
      ...{ name, isNameChosen: certificateName !== null, courseTitle, language },
      ...days,
      minutes: found.minutes ?? days.minutes,
      fault: explainPrintFault({ name, courseTitle, school: settings.name }),
    };
  });
}
