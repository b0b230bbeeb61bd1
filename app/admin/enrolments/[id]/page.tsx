import { formatEmail } from "#domain/kernel/email-address.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { officeRead } from "#app/admin/_list/school.ts";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { History } from "#components/admin/history.tsx";
import { Columns, Panel } from "#components/admin/panel.tsx";
import { ENROLMENT_WORDS, StateBadge, stateLabel } from "#components/admin/states.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { DateTime, formatDeadline } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { EnrolmentView, GrantView } from "#domain/enrolments/get-enrolment.ts";
import { getEnrolment } from "#domain/enrolments/get-enrolment.ts";
import { EnrolmentSteps } from "./steps.tsx";

type Props = { params: Promise<{ id: string }> };

const enrolmentAt = cache(async (id: string) => getEnrolment(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const enrolment = await enrolmentAt((await params).id);
  return { title: enrolment ? `${enrolment.studentName} · ${enrolment.courseTitle}` : "Enrolment" };
}

export default async function EnrolmentPage({ params }: Props) {
  const { id } = await params;
  await requirePermission("enrolment.list", `/admin/enrolments/${id}`);
  const { read, timezone } = await officeRead();
  const enrolment = await enrolmentAt(id);
  if (!enrolment) notFound();
  const auditAt = auditHref(read.actor, { type: "enrolment", id: enrolment.id });
  return (
    <StaffPage here={`/admin/enrolments/${id}`}>
      <PageHeader
        title={enrolment.studentName}
        above={
          <Breadcrumbs
            crumbs={[{ label: "Enrolments", href: "/admin/enrolments" }, { label: enrolment.studentName }]}
          />
        }
        lede={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            {enrolment.courseTitle}, {enrolment.cohortName}
            <StateBadge words={ENROLMENT_WORDS} state={enrolment.state} />
          </span>
        }
      />
      <Columns
        aside={
          <>
            <Facts enrolment={enrolment} timezone={timezone} auditAt={auditAt} />
            <Panel title="Access">
              <Access grants={enrolment.grants} timezone={timezone} />
            </Panel>
          </>
        }
      >
        {enrolment.mayChange && (
          <EnrolmentSteps enrolment={enrolment} recent={await getRecentSignIn(`/admin/enrolments/${enrolment.id}`)} />
        )}
        <Panel title="History">
          <History entries={enrolment.history} label={labelOf} timezone={timezone} />
        </Panel>
      </Columns>
    </StaffPage>
  );
}

const labelOf = (state: string) => stateLabel(ENROLMENT_WORDS, state);

type FactsProps = { enrolment: EnrolmentView; timezone: string; auditAt: string | undefined };

function Facts({ enrolment, timezone, auditAt }: FactsProps) {
  const { studentId, studentName, studentEmail, courseId, courseTitle, cohortId, cohortName, orderCode } = enrolment;
  return (
    <Panel title="About">
      <DescriptionList
        items={[
          {
            term: "Student",
            value: (
              <>
                <a className="link" href={`/admin/students/${studentId}`}>
                  {studentName}
                </a>
                <span className="block break-all text-tiny text-ink-faint">{formatEmail(studentEmail)}</span>
              </>
            ),
          },
          {
            term: "Course",
            value: (
              <a className="link" href={`/admin/courses/${courseId}`}>
                {courseTitle}
              </a>
            ),
          },
          {
            term: "Cohort",
            value: (
              <a className="link" href={`/admin/courses/${courseId}/cohorts/${cohortId}`}>
                {cohortName}
              </a>
            ),
          },
          {
            term: "Begins",
            value: enrolment.startsAt ? (
              <DateTime instant={enrolment.startsAt} timezone={enrolment.timezone} form="date" />
            ) : (
              "at any time"
            ),
          },
          {
            term: "Order",
            value: orderCode ? (
              <a className="link num" href={`/admin/orders/${orderCode}`}>
                {orderCode}
              </a>
            ) : (
              "none, added by hand"
            ),
          },
          {
            term: "Enrolled",
            value: <DateTime instant={enrolment.createdAt} timezone={timezone} showZone={false} />,
          },
          ...(auditAt
            ? [
                {
                  term: "Audit log",
                  value: (
                    <a className="link" href={auditAt}>
                      entries
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

/** Why the student may open the course, from when until when, one sentence for each reason. */
function Access({ grants, timezone }: { grants: GrantView[]; timezone: string }) {
  if (grants.length === 0) return <p className="text-ink-soft">This place has not opened the course yet.</p>;
  return (
    <ul className="grid gap-2 text-ink-soft">
      {grants.map((grant) => (
        <li key={grant.id}>
          {grant.revokedAt ? "Was open" : "Open"} from{" "}
          <DateTime instant={grant.startsAt} timezone={timezone} form="date" />{" "}
          {grant.revokedAt ? (
            <>
              and taken back on <DateTime instant={grant.revokedAt} timezone={timezone} form="date" />
              {grant.revokedWhy && `: “${grant.revokedWhy}”`}
            </>
          ) : grant.endsAt ? (
            <>
              until <span className="num">{formatDeadline(grant.endsAt, timezone)}</span>
            </>
          ) : (
            "for good"
          )}
          .
        </li>
      ))}
    </ul>
  );
}
