import type { Metadata } from "next";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getRecentEnrolments, getRecentRevenue, getRecentTickets } from "#app/admin/_today/figures.ts";
import { getSetupFacts } from "#app/admin/_today/setup-facts.ts";
import { TeachingDesk } from "#app/admin/_today/teaching-desk.tsx";
import { getOpenWork } from "#app/_layout/open-work.ts";
import { StaffPage } from "#app/_layout/shells.tsx";
import { WithoutNextScripts } from "#app/_layout/site-script.tsx";
import { requirePermission } from "#app/_auth/viewer.ts";
import { TaughtMeetings } from "#components/admin/teaching.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { SetupChecklist } from "#components/admin/setup-checklist.tsx";
import {
  countReviewItems,
  FigureCard,
  ReviewList,
  reviewTitle,
  EnrolmentsChart,
  RevenueChart,
  SeatList,
} from "#components/admin/today.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isAllowed } from "#domain/policy.ts";
import { listSetupSteps } from "#domain/settings/list-setup-steps.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { listTaughtMeetings } from "#domain/reports/get-teaching-desk.ts";
import { listSeatsByCohort } from "#domain/reports/figures.ts";
import type { ReviewItemKind } from "#domain/reports/count-open-work.ts";
import { formatFinding } from "#ops/health/format-finding.ts";
import { listHealthItems } from "#ops/health/items.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export function generateMetadata(): Metadata {
  return { title: getTranslator()("admin_today.today_title") };
}

const COHORTS_SHOWN = 10;
const FAILED_MAILS = "/admin/mail?state=failed";

/** What a person should look at first, and how the school is doing. Everybody sees the parts that are theirs. */
export default async function TodayPage() {
  const t = getTranslator();
  await requirePermission("dashboard.read", "/admin");
  const { read, timezone, settings } = await getOfficeContext();
  const { actor } = read;
  // Who only teaches sees what they teach, and not how the school is doing.
  if (!isAllowed(actor, "enrolment.list")) return <TeacherToday read={read} timezone={timezone} />;
  const mayHelp = isAllowed(actor, "ticket.list");
  const seesSystem = isAllowed(actor, "system.read");
  const items = seesSystem ? await listHealthItems() : [];
  // What could not be mailed is among the items already.
  const isListed = (kind: ReviewItemKind) => kind === "mails" && items.some(({ link }) => link === FAILED_MAILS);
  const [{ items: waiting, tickets, chargesTax }, taught, cohorts, enrolments, revenue, asked] = await Promise.all([
    getOpenWork(),
    listTaughtMeetings(read),
    listSeatsByCohort(read, COHORTS_SHOWN),
    isAllowed(actor, "enrolment.list") ? getRecentEnrolments(read, timezone) : undefined,
    isAllowed(actor, "money.read") ? getRecentRevenue(read, timezone) : undefined,
    mayHelp ? getRecentTickets(read, timezone) : undefined,
  ]);
  const reviewItems = waiting.filter(({ kind }) => !isListed(kind));
  const hasMails = waiting.some(({ kind }) => kind === "mails");
  const total = countReviewItems(
    waiting,
    items.filter(({ link }) => !(hasMails && link === FAILED_MAILS)),
  );
  const setup = isAllowed(actor, "settings.edit")
    ? listSetupSteps(settings, {
        ...getSetupFacts(),
        ...{ hasCohort: cohorts.length > 0, hasTaxRates: chargesTax },
      })
    : [];
  return (
    <StaffPage section="/admin">
      <WithoutNextScripts />
      <PageHeader title={reviewTitle(total, seesSystem)} above={t("admin_today.today_title")} className="mb-5" />
      <SetupChecklist steps={setup} />
      {reviewItems.length + items.length > 0 && (
        <ReviewList needs={reviewItems} items={items.map((item) => formatFinding(item, t))} />
      )}
      {taught.length > 0 && (
        <div className="mb-5">
          <TaughtMeetings
            meetings={taught}
            now={read.now}
            aside={
              <a className="link" href="/admin/teaching">
                {t("teaching.all_my_teaching_link")}
              </a>
            }
          />
        </div>
      )}
      <div className="mb-5 grid grid-cols-2 gap-3 empty:hidden sm:gap-4 lg:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
        {enrolments && (
          <FigureCard
            label={t("admin_today.places_taken_label")}
            figure={t("admin_today.figure", { count: sum(enrolments.slice(-7)) })}
            href="/admin/enrolments"
            trend={{
              label: t("admin_today.places_taken_trend_label"),
              values: valuesOf(enrolments),
            }}
          >
            {t("admin_today.places_in_seven_days", { before: sum(enrolments.slice(-14, -7)) })}
          </FigureCard>
        )}
        {revenue?.map(({ currency, weeks }) => (
          <FigureCard
            key={currency}
            label={t("admin_today.earned_in_label", { currency })}
            figure={formatAmount({ minor: sum(weeks.slice(-4)), currency }, { bare: true, short: true })}
            href="/admin/orders"
            trend={{
              label: t("admin_today.earned_in_trend_label", { currency }),
              values: valuesOf(weeks),
            }}
          >
            {t("admin_today.earned_hint")}
          </FigureCard>
        ))}
        {tickets && (
          <FigureCard
            label={t("admin_today.open_tickets_label")}
            figure={t(tickets.isMore ? "admin_today.figure_or_more" : "admin_today.figure", { count: tickets.count })}
            href="/admin/tickets"
            trend={asked && { label: t("admin_today.tickets_trend_label"), values: valuesOf(asked) }}
          >
            {asked
              ? t("admin_today.open_tickets_and_new_hint", { count: sum(asked.slice(-7)) })
              : t("admin_today.open_tickets_hint")}
          </FigureCard>
        )}
      </div>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
        {enrolments && (
          <Panel>
            <EnrolmentsChart figures={enrolments} timezone={timezone} now={read.now} />
          </Panel>
        )}
        {revenue?.map((each) => (
          <Panel key={each.currency}>
            <RevenueChart revenue={each} timezone={timezone} now={read.now} />
          </Panel>
        ))}
        {/* Under an odd number of charts it stands beside the last; under an even one it has the whole line. */}
        <Panel
          title={t("admin_today.seats_title")}
          className="@container lg:last:odd:col-span-2"
          aside={
            <a className="link" href="/admin/courses">
              {t("admin_today.all_courses")}
            </a>
          }
        >
          {cohorts.length > 0 ? (
            <SeatList cohorts={cohorts} now={read.now} />
          ) : (
            <EmptyState icon="calendar" title={t("admin_today.no_cohorts_title")}>
              {t("admin_today.no_cohorts_words")}
            </EmptyState>
          )}
        </Panel>
      </div>
    </StaffPage>
  );
}

async function TeacherToday({ read, timezone }: { read: ReadCtx; timezone: string }) {
  return (
    <StaffPage section="/admin">
      <WithoutNextScripts />
      <PageHeader title={getTranslator()("admin_today.today_title")} className="mb-5" />
      <TeachingDesk read={read} timezone={timezone} />
    </StaffPage>
  );
}

const valuesOf = (figures: { value: number }[]) => figures.map(({ value }) => value);

function sum(figures: { value: number }[]): number {
  return figures.reduce((total, { value }) => total + value, 0);
}
