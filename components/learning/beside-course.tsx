import { Avatar } from "#components/ui/avatar.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { CohortInside, CourseInside } from "#domain/learning/get-course-inside.ts";
import { AccessSentence } from "#components/access/access-sentence.tsx";
import { isEndingSoon } from "./is-ending-soon.ts";
import { describeStaffAccess } from "./describe-staff-access.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A calendar is offered where there are dates to put into it. */
export const hasDates = ({ meetings }: CohortInside): boolean => meetings.length > 0;

type BesideCourseProps = { course: CourseInside; schoolTimezone: string; now: Date };

/** Beside the lessons: why the course is open and until when, the calendar, who teaches, and where to ask. */
export function BesideCourse({ course, schoolTimezone, now }: BesideCourseProps) {
  const t = getTranslator();
  const dated = course.cohorts.filter(hasDates);
  return (
    <aside
      aria-label={t("learning.about_your_place_label")}
      className="card grid content-start gap-5 self-start p-[22px] text-[15px] [overflow-wrap:anywhere]"
    >
      <p className="flex gap-2.5">
        <Icon name="lock" className="mt-[3px] text-ink-faint" />
        <span>
          {course.explained ? (
            <>
              <AccessSentence
                access={course.explained}
                schoolTimezone={schoolTimezone}
                ordersAt="/orders"
                allAt="/orders"
              />
              {isEndingSoon(course.explained.endsAt, now) && (
                <a className="link mt-1 block" href={`/learning/${course.slug}/renew`}>
                  {t("learning.keep_it_open_link")}
                </a>
              )}
            </>
          ) : (
            describeStaffAccess(course.access)
          )}
        </span>
      </p>
      {dated.map(({ id, name }) => (
        <p key={id} className="flex gap-2.5">
          <Icon name="calendar" className="mt-[3px] text-ink-faint" />
          <a className="link" href={`/calendar/${id}.ics`} download>
            {dated.length > 1 ? t("learning.calendar_file_for", { name }) : t("learning.calendar_file")}
          </a>
        </p>
      ))}
      {course.teachers.length > 0 && (
        <ul aria-label={t("learning.taught_by_label")} className="grid gap-3.5 border-t border-rule pt-5">
          {course.teachers.map(({ name, about }) => (
            <li key={name} className="flex items-start gap-3">
              <Avatar name={name} size="s" />
              <div className="min-w-0">
                <p className="font-[560]" dir="auto">
                  {name}
                </p>
                {about && (
                  <p className="text-small text-ink-faint" dir="auto">
                    {about}
                  </p>
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      <p className="flex gap-2.5 border-t border-rule pt-5">
        <Icon name="mail" className="mt-[3px] text-ink-faint" />
        <a className="link" href={`/help/new?about=course:${course.id}`}>
          {t("learning.get_help_about_this_course")}
        </a>
      </p>
    </aside>
  );
}
