import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { TextInput } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { findPerson, type Person } from "#domain/accounts/find-person.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { getStudentTotals } from "#domain/tickets/get-student-context.ts";
import { mergeAction } from "./actions.ts";

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const loadPerson = cache(async (id: string) => getPerson(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const person = await loadPerson((await params).id);
  const title = person
    ? t("admin_students.merge_title", { name: person.name })
    : t("admin_students.merge_student_title");
  return { title };
}

/** Two accounts of one person, compared side by side before they become one. The address of the other stands in the page's own. */
export default async function MergePage({ params, searchParams }: Props) {
  const t = getTranslator();
  const { id } = await params;
  const here = `/admin/students/${id}/merge`;
  await requirePermission("student.merge", here);
  const { read, timezone } = await getOfficeContext();
  const person = await loadPerson(id);
  if (!person) notFound();
  const typed = (await searchParams).into;
  const email = typeof typed === "string" ? typed : "";
  const other = email === "" ? undefined : await findPerson(read, { email });
  return (
    <>
      <PageHeader
        title={t("admin_students.merge_title", { name: isolateText(person.name) })}
        above={
          <Breadcrumbs
            crumbs={[
              { label: t("admin_students.students_title"), href: "/admin/students" },
              { label: person.name, href: `/admin/students/${id}` },
              { label: t("admin_students.merge_crumb") },
            ]}
          />
        }
        lede={t("admin_students.merge_lede")}
      />
      <form action={here} className="mb-6 grid max-w-xl grid-cols-1 gap-4">
        <TextInput
          name="into"
          type="email"
          label={t("admin_students.merge_into_label")}
          defaultValue={email}
          autoComplete="off"
          maxLength={254}
          required
        />
        <div>
          <SubmitButton variant="quiet">{t("admin_students.merge_look_button")}</SubmitButton>
        </div>
      </form>
      {email !== "" && !other && <Notice tone="warn">{t("admin_students.merge_nobody")}</Notice>}
      {other && (
        <div className="grid grid-cols-1 gap-5 sm:grid-cols-2">
          <Account title={t("admin_students.merge_this_title")} {...{ person, read, timezone }} />
          <Account title={t("admin_students.merge_other_title")} person={other} {...{ read, timezone }} />
          <div>
            <Ask
              id="merge"
              trigger={t("admin_students.merge_confirm_button")}
              title={t("admin_students.merge_title", { name: isolateText(person.name) })}
              confirmLabel={t("admin_students.merge_confirm_button")}
              action={mergeAction}
              values={{ userId: id, intoId: other.id }}
            >
              {t("admin_students.merge_lede")}
            </Ask>
          </div>
        </div>
      )}
    </>
  );
}

type AccountProps = { title: string; person: Person; read: ReadCtx; timezone: string };

async function Account({ title, person, read, timezone }: AccountProps) {
  const t = getTranslator();
  const totals = await getStudentTotals(read, person.id);
  return (
    <Panel title={title}>
      <p className="font-[560]">{person.name}</p>
      <p>{formatEmail(person.email)}</p>
      <p className="text-small text-ink-soft">
        {t.rich("admin_students.joined_on", {
          date: <DateTime instant={person.createdAt} timezone={timezone} form="date" />,
        })}
      </p>
      <ul className="mt-2 text-small">
        <li>{t("admin_students.places_count", { count: totals?.placeCount ?? 0 })}</li>
        <li>{t("admin_students.orders_count", { count: totals?.orderCount ?? 0 })}</li>
      </ul>
    </Panel>
  );
}
