import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { formatRoles } from "#components/admin/roles.tsx";
import { languageName } from "#components/catalogue/words.ts";
import { OrderList, EnrolmentList, TicketList } from "#components/admin/student-parts.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listNewestEnrolments } from "#domain/enrolments/list-enrolments.ts";
import { listNewestOrders } from "#domain/orders/list-orders.ts";
import { isAllowed } from "#domain/policy.ts";
import type { PersonView } from "#domain/students/get-person.ts";
import { getPerson } from "#domain/students/get-person.ts";
import { getStudentTotals } from "#domain/tickets/get-student-context.ts";
import { CourseAccess } from "./course-access.tsx";
import { Merged } from "./merged.tsx";
import { AccountAccess, Sessions } from "./steps.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = { params: Promise<{ id: string }> };

const loadPerson = cache(async (id: string) => getPerson(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await loadPerson((await params).id))?.name ?? getTranslator()("admin_students.student_title") };
}

export default async function StudentPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("student.list", `/admin/students/${id}`);
  const { read, timezone } = await getOfficeContext();
  const person = await loadPerson(id);
  if (!person) notFound();
  const [enrolments, orders, totals] = await Promise.all([
    listNewestEnrolments(read, id),
    listNewestOrders(read, id),
    getStudentTotals(read, id),
  ]);
  if (!totals) notFound();
  const { merge } = person;
  const search = `q=${encodeURIComponent(person.email)}`;
  return (
    <>
      <PageHeader
        title={person.name}
        above={
          <Breadcrumbs
            crumbs={[{ label: t("admin_students.students_title"), href: "/admin/students" }, { label: person.name }]}
          />
        }
        lede={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="break-all">{formatEmail(person.email)}</span>
            {person.disabled && <Badge tone="bad">{t("admin_students.disabled_state")}</Badge>}
            {!person.verified && <Badge tone="warn">{t("admin_students.unconfirmed_state")}</Badge>}
          </span>
        }
        actions={
          <>
            {person.may.edit && !merge && (
              <LinkButton href={`/admin/students/${id}/edit`} variant="quiet" size="s">
                {t("admin_students.edit_button")}
              </LinkButton>
            )}
            {isAllowed(read.actor, "credit.read", { ownerId: id }) && (
              <LinkButton href={`/admin/students/${id}/credit`} variant="quiet" size="s">
                {t("credit.title")}
              </LinkButton>
            )}
            <LinkButton href={`/admin/students/${id}/openings`} variant="quiet" size="s">
              {t("admin_students.openings_button")}
            </LinkButton>
            {person.may.edit && !merge && isAllowed(read.actor, "student.merge") && (
              <LinkButton href={`/admin/students/${id}/merge`} variant="quiet" size="s">
                {t("admin_students.merge_button")}
              </LinkButton>
            )}
            {isAllowed(read.actor, "enrolment.add") && (
              <LinkButton
                href={`/admin/enrolments/new?email=${encodeURIComponent(person.email)}`}
                variant="quiet"
                size="s"
              >
                {t("admin_students.add_an_enrolment_button")}
              </LinkButton>
            )}
            {isAllowed(read.actor, "ticket.open") && (
              <LinkButton href={`/admin/students/${id}/ticket`} variant="quiet" size="s">
                {t("admin_students.write_to_them_button")}
              </LinkButton>
            )}
          </>
        }
      />
      {merge && <Merged userId={id} merge={merge} timezone={timezone} />}
      <Columns aside={<Aside person={person} timezone={timezone} />}>
        <Panel
          title={t("admin_students.enrolments_title")}
          aside={
            <a className="link" href={`/admin/enrolments?${search}`}>
              {t("admin_students.all_of_them", { total: totals.placeCount })}
            </a>
          }
        >
          <EnrolmentList enrolments={enrolments} timezone={timezone} />
        </Panel>
        <Panel
          title={t("admin_students.orders_title")}
          aside={
            <a className="link" href={`/admin/orders?${search}`}>
              {t("admin_students.all_of_them", { total: totals.orderCount })}
            </a>
          }
        >
          <OrderList orders={orders} timezone={timezone} />
        </Panel>
        {isAllowed(read.actor, "ticket.list") && (
          <Panel title={t("admin_students.tickets_title")}>
            <TicketList tickets={totals.tickets} timezone={timezone} />
          </Panel>
        )}
        {person.sessions && <Sessions person={person} sessions={person.sessions} timezone={timezone} />}
      </Columns>
    </>
  );
}

function Aside({ person, timezone }: { person: PersonView; timezone: string }) {
  const t = getTranslator();
  const language = person.language && languageName(person.language);
  const colleague = person.roles.some((role) => role !== "student");
  return (
    <>
      <Panel title={t("admin_students.about_title")}>
        <DescriptionList
          items={[
            {
              term: t("admin_students.joined_label"),
              value: <DateTime instant={person.createdAt} timezone={timezone} form="date" />,
            },
            ...(language ? [{ term: t("admin_students.language_label"), value: language }] : []),
            { term: t("admin_students.timezone_label"), value: person.timezone.replaceAll("_", " ") },
            ...(colleague
              ? [
                  {
                    term: t("admin_students.roles_label"),
                    value: person.may.team ? (
                      <a className="link" href={`/admin/team?person=${person.id}`}>
                        {formatRoles(person.roles)}
                      </a>
                    ) : (
                      formatRoles(person.roles)
                    ),
                  },
                ]
              : []),
          ]}
        />
        {person.officeNote && (
          <div className="mt-3">
            <h3 className="text-small text-ink-soft">{t("admin_students.office_note_label")}</h3>
            <p className="break-words whitespace-pre-line">{person.officeNote}</p>
          </div>
        )}
        {person.may.team && (
          <p className="mt-3 grid justify-items-start gap-1 text-small">
            <a className="link min-h-6" href={`/admin/audit?type=user&object=${person.id}`}>
              {t("admin_students.audit_log_of_account")}
            </a>
            <a className="link min-h-6" href={`/admin/audit?who=${person.id}`}>
              {t("admin_students.audit_log_of_person")}
            </a>
          </p>
        )}
      </Panel>
      <Panel title={t("admin_students.current_access_title")}>
        <CourseAccess person={person} />
      </Panel>
      {person.may.disable && <AccountAccess person={person} />}
    </>
  );
}
