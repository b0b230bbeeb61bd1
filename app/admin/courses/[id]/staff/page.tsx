import { formatEmail } from "#domain/kernel/email-address.ts";
import { Panel } from "#components/admin/panel.tsx";
import { FormCheckbox, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { Avatar } from "#components/ui/avatar.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { TeacherView } from "#domain/courses/get-course-office.ts";
import { getStaffVersion } from "#domain/courses/set-course-staff.ts";
import { CourseFrame, courseMetadata, findCourse } from "../frame.tsx";
import { setStaffAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

export const generateMetadata = ({ params }: Props) =>
  courseMetadata(params, getTranslator()("admin_courses.teachers_title"));

export default async function CourseStaffPage({ params }: Props) {
  const t = getTranslator();
  const { office } = await findCourse((await params).id);
  const { course, teachers, may } = office;
  return (
    <CourseFrame office={office} tab="staff">
      <Panel title={t("admin_courses.who_teaches_title")} className="max-w-3xl">
        {teachers.length === 0 && <p className="mb-4 text-ink-soft">{t("admin_courses.no_teachers")}</p>}
        {may.staff ? (
          <StateForm
            action={setStaffAction}
            values={{
              courseId: course.id,
              order: teachers.map(({ userId }) => userId).join(" "),
              seen: getStaffVersion(teachers),
            }}
            className="grid gap-5"
          >
            {teachers.map((teacher, place) => (
              <TeacherFields key={teacher.userId} teacher={teacher} place={place + 1} />
            ))}
            <div className="grid gap-4 border-t border-rule pt-5 sm:grid-cols-2">
              <FormInput
                name="email"
                label={t("admin_courses.teacher_email_label")}
                hint={t("admin_courses.teacher_email_hint")}
                type="email"
                maxLength={254}
                autoComplete="off"
                optional
              />
              <FormInput name="about" label={t("admin_courses.teacher_about_label")} maxLength={300} optional />
            </div>
            <div>
              <SubmitButton pendingLabel={t("admin_courses.saving_pending")}>
                {t("admin_courses.save_button")}
              </SubmitButton>
            </div>
          </StateForm>
        ) : (
          <ul className="grid gap-3">
            {teachers.map((teacher) => (
              <li key={teacher.userId}>
                <TeacherName {...teacher} />
                {teacher.about && <p className="mt-1 text-ink-soft">{teacher.about}</p>}
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </CourseFrame>
  );
}

function TeacherName({ name, email, mayTeach }: TeacherView) {
  const t = getTranslator();
  return (
    <div className="flex items-center gap-2.5">
      <Avatar name={name} size="s" />
      <span>
        <span className="font-[540]">{name}</span>{" "}
        <span className="text-small text-ink-faint">{formatEmail(email)}</span>
      </span>
      {!mayTeach && <Badge tone="warn">{t("admin_courses.teacher_without_role")}</Badge>}
    </div>
  );
}

function TeacherFields({ teacher, place }: { teacher: TeacherView; place: number }) {
  const t = getTranslator();
  const { userId, name, about } = teacher;
  return (
    <fieldset className="grid min-w-0 grid-cols-1 gap-3">
      <legend className="mb-2.5">
        <TeacherName {...teacher} />
      </legend>
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_6rem]">
        <FormInput
          id={`about-${userId}`}
          name={`about:${userId}`}
          label={t("admin_courses.teacher_about_label")}
          maxLength={300}
          defaultValue={about}
          optional
        />
        <FormInput
          id={`place-${userId}`}
          name={`place:${userId}`}
          label={t("admin_courses.order_label")}
          type="number"
          min={1}
          max={20}
          defaultValue={String(place)}
        />
      </div>
      <FormCheckbox
        id={`remove-${userId}`}
        name={`remove:${userId}`}
        label={t("admin_courses.remove_teacher_label", { name })}
      />
    </fieldset>
  );
}
