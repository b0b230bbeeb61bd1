import { formatEmail } from "#domain/kernel/email-address.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Panel } from "#components/admin/panel.tsx";
import { FormInput, FormSelect, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { AttachmentField } from "#components/tickets/attachment-field.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { ATTACHMENTS_MAX, SIZE_MEGABYTES_MAX } from "#domain/files/limits.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { listAboutChoices } from "#domain/tickets/about.ts";
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from "#domain/tickets/machine.ts";
import { writeToStudentAction } from "./actions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

const loadPerson = cache(async (id: string) => getPerson(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const person = await loadPerson((await params).id);
  const title = person
    ? t("admin_students.write_to_title", { name: person.name })
    : t("admin_students.write_to_student_title");
  return { title };
}

/** The school speaks first: what it writes becomes a ticket of the student's, who reads it by mail and answers it there. */
export default async function WriteToStudentPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const here = `/admin/students/${id}/ticket`;
  await requirePermission("ticket.open", here);
  const { read } = await getOfficeContext();
  const person = await loadPerson(id);
  if (!person) notFound();
  const choices = await listAboutChoices(read, id);
  return (
    <>
      <PageHeader
        title={t("admin_students.write_to_title", { name: isolateText(person.name) })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: person.name, href: `/admin/students/${id}` },
              { label: t("admin_students.write_crumb") },
            ]}
          />
        }
        lede={t("admin_students.write_to_lede", { email: formatEmail(person.email) })}
      />
      <Panel className="max-w-[44rem]">
        <StateForm action={writeToStudentAction} values={{ userId: id }} className="grid grid-cols-1 gap-5">
          {choices.length > 0 && (
            <FormSelect
              label={t("admin_students.about_label")}
              name="about"
              options={choices.map(({ type, id: about, label }) => ({
                value: `${type}:${about}`,
                label: t.format(label),
              }))}
              placeholder={t("admin_students.about_nothing")}
            />
          )}
          <FormInput
            label={t("admin_students.subject_label")}
            name="subject"
            maxLength={SUBJECT_CHARACTERS_MAX}
            required
            autoComplete="off"
          />
          <FormTextArea
            label={t("admin_students.body_label")}
            name="body"
            rows={8}
            maxLength={BODY_CHARACTERS_MAX}
            required
            hint={t("admin_students.body_hint")}
          />
          <AttachmentField filesMax={ATTACHMENTS_MAX} megabytesMax={SIZE_MEGABYTES_MAX.attachment} />
          <div>
            <SubmitButton size="s" pendingLabel={t("admin_students.sending_pending")}>
              {t("admin_students.send_button")}
            </SubmitButton>
          </div>
        </StateForm>
      </Panel>
    </>
  );
}
