import { eq } from "drizzle-orm";
import { cohorts, courseStaff, courses, meetings } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { isId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";

export type FoundMeeting = NonNullable<Awaited<ReturnType<typeof selectMeeting>>>;

/** A meeting, with its cohort and course and who teaches that, as the policy wants to know it. Refuses when there is none. */
export async function findMeeting(
  from: Reader | Tx,
  meetingId: string,
): Promise<{ meeting: FoundMeeting; teacherIds: string[] }> {
  const meeting = isId("meeting", meetingId) ? await selectMeeting(from, meetingId) : undefined;
  if (!meeting) throw new Refusal("not_found");
  const teachers = await from
    .select({ userId: courseStaff.userId })
    .from(courseStaff)
    .where(eq(courseStaff.courseId, meeting.courseId));
  return { meeting, teacherIds: teachers.map(({ userId }) => userId) };
}

async function selectMeeting(from: Reader | Tx, meetingId: string) {
  const [found] = await from
    .select({
      id: meetings.id,
      title: meetings.title,
      startsAt: meetings.startsAt,
      endsAt: meetings.endsAt,
      place: meetings.place,
      cohortId: cohorts.id,
      cohortName: cohorts.name,
      timezone: cohorts.timezone,
      courseId: courses.id,
      courseTitle: courses.title,
      courseSlug: courses.slug,
      language: courses.language,
    })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(eq(meetings.id, meetingId));
  return found;
}
