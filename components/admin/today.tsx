import type { WorkKind } from "#domain/reports/work-steps.ts";
import { formatNumber } from "#components/ui/number.ts";
import { getWorklistHref } from "#components/worklist/worklist-href.ts";
import type { MessageKey } from "#messages/message.ts";
import type { ReactNode } from "react";
import type { CohortSeats, Figure, Revenue } from "#domain/reports/figures.ts";
import type { ReviewItem, ReviewItemKind } from "#domain/reports/count-open-work.ts";
import { BarChart, Meter, Sparkline, type SparklineProps } from "../ui/chart.tsx";
import { formatInstant } from "../ui/date.tsx";
import { Icon, type IconName } from "../ui/icon.tsx";
import { formatAmount } from "../ui/money.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type ReviewItemLabel = Extract<MessageKey, `admin.needs_${string}`>;

const LABELS: Record<ReviewItemKind, ReviewItemLabel> = {
  underpaid: "admin.needs_underpaid",
  overpaid: "admin.needs_overpaid",
  duplicate: "admin.needs_duplicate",
  late_money: "admin.needs_late_money",
  refund_due: "admin.needs_refund_due",
  reviews: "admin.needs_reviews",
  transfers: "admin.needs_transfers",
  bank_lines: "admin.needs_bank_lines",
  bank_gaps: "admin.needs_bank_gaps",
  payouts: "admin.needs_payouts",
  returned: "admin.needs_returned",
  refunds: "admin.needs_refunds",
  approvals: "admin.needs_approvals",
  withdrawals: "admin.needs_withdrawals",
  disputes: "admin.needs_disputes",
  late: "admin.needs_late",
  declined: "admin.needs_declined",
  invoices: "admin.needs_invoices",
  vat_ids: "admin.needs_vat_ids",
  differences: "admin.needs_differences",
  discrepancies: "admin.needs_discrepancies",
  mails: "admin.needs_mails",
  offers: "admin.needs_offers",
  applications: "admin.needs_applications",
  renewals: "admin.needs_renewals",
  completions: "admin.needs_completions",
  unassigned: "admin.needs_unassigned",
};

/** What does not wait in the worklist has a list of its own. */
const OTHER_HREFS: Record<Exclude<ReviewItemKind, WorkKind>, string> = {
  discrepancies: "/admin/audit?type=discrepancy",
  mails: "/admin/mail?state=failed",
  offers: "/admin/courses",
  renewals: "/admin/renewals?state=requested",
  applications: "/admin/applications?state=applied",
  completions: "/admin/enrolments?need=doubted",
  unassigned: "/admin/tickets?assignee=unassigned",
};

/** Of these somebody loses money, or a right, while nobody looks. */
export const ALARMING_KINDS: readonly ReviewItemKind[] = [
  ...(["underpaid", "duplicate", "late_money", "reviews", "returned", "refunds", "withdrawals", "disputes"] as const),
  ...(["invoices", "vat_ids", "differences", "discrepancies", "mails"] as const),
];

const ICONS: Partial<Record<ReviewItemKind, IconName>> = {
  ...{ mails: "mail", approvals: "people", applications: "people", unassigned: "people" },
  ...{ withdrawals: "clock", completions: "alert" },
};

const isWork = (kind: ReviewItemKind): kind is WorkKind => !Object.hasOwn(OTHER_HREFS, kind);

function reviewItem(kind: ReviewItemKind): {
  message: ReviewItemLabel;
  href: string;
  icon: IconName;
  isAlarm: boolean;
} {
  const isAlarm = ALARMING_KINDS.includes(kind);
  return {
    message: LABELS[kind],
    href: isWork(kind) ? getWorklistHref(kind) : OTHER_HREFS[kind],
    icon: ICONS[kind] ?? (isAlarm ? "alert" : "clock"),
    isAlarm,
  };
}

/** The page's title: how much waits, before any figure is read. `isMore`: `count` is as far as was counted. */
export function reviewTitle({ count, isMore }: { count: number; isMore: boolean }, seesSystem: boolean): string {
  const t = getTranslator();
  // Whether all is well only those can be told who may see how the school's machine is.
  if (count === 0) return seesSystem ? t("admin.all_is_well") : t("admin.nothing_waits_for_you");
  return isMore ? t("admin.more_items_need_review", { count }) : t("admin.items_need_review", { count });
}

/** How many things wait: every one of each need, and each thing about the school itself. */
export function countReviewItems(
  needs: readonly ReviewItem[],
  items: readonly unknown[],
): { count: number; isMore: boolean } {
  return {
    count: needs.reduce((sum, { count }) => sum + count, items.length),
    isMore: needs.some(({ isMore }) => isMore),
  };
}

/** Something about the school itself that is not set up or not well. */
type HealthItem = { id: string; severity: "now" | "soon"; words: string; link: string };

/** What waits for a person, each with the way to it: the work first, then the school itself. */
export function ReviewList({ needs, items }: { needs: ReviewItem[]; items: HealthItem[] }) {
  const t = getTranslator();
  return (
    <ul className="card mb-5 divide-y divide-rule">
      {needs.map(({ kind, count, isMore, oldestDays }) => {
        const { message, href, icon, isAlarm } = reviewItem(kind);
        return (
          <li key={kind}>
            <a href={href} className="flex min-h-11 items-center gap-3 px-4 py-2.5 hover:bg-sunken/60 sm:px-5">
              <Icon name={icon} className={isAlarm ? "text-bad" : "text-warn"} />
              <span className="min-w-0 flex-1">
                <span className="num font-[560]">
                  {formatNumber(count)}
                  {isMore && "+"}
                </span>{" "}
                {t(message, { count })}
                {oldestDays !== undefined && (
                  <span className="text-ink-soft">, {t("admin.oldest_waits", { count: oldestDays })}</span>
                )}
              </span>
              <Icon name="chevron-right" size={16} className="text-ink-faint" />
            </a>
          </li>
        );
      })}
      {items.map(({ id, severity, words, link }) => (
        <li key={id}>
          <a href={link} className="flex min-h-11 items-center gap-3 px-4 py-2.5 hover:bg-sunken/60 sm:px-5">
            <Icon name="alert" className={severity === "now" ? "text-bad" : "text-warn"} />
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <SentenceAsLine words={words} />
            </span>
            <Icon name="chevron-right" size={16} className="text-ink-faint" />
          </a>
        </li>
      ))}
    </ul>
  );
}

/** A sentence as a line of the list: its number like the others', and no full stop, as they have none. */
function SentenceAsLine({ words }: { words: string }) {
  const [, figure = "", rest = ""] = /^(\d[\d,]*)?(.*?)\.?$/s.exec(words) ?? [];
  return (
    <>
      {figure && <span className="num font-[560]">{figure}</span>}
      {rest}
    </>
  );
}

export type FigureCardProps = {
  label: string;
  figure: string;
  href: string;
  /** How it came to that, when it is worth a line. */
  trend?: SparklineProps;
  children: ReactNode;
};

/** One figure, with what it means. */
export function FigureCard({ label, figure, href, trend, children }: FigureCardProps) {
  return (
    <a href={href} className="card flex min-w-0 flex-col p-4 hover:border-rule-strong">
      <span className="block text-small text-ink-soft">{label}</span>
      <span className="title num mt-1 block text-[26px] leading-tight">{figure}</span>
      <span className="mb-2.5 mt-1 block text-tiny text-ink-soft">{children}</span>
      {trend && <Sparkline {...trend} className="mt-auto w-full" />}
    </a>
  );
}

type Clock = { timezone: string; now: Date };

export function EnrolmentsChart({ figures, timezone, now }: { figures: Figure[] } & Clock) {
  const t = getTranslator();
  return (
    <BarChart
      title={t("admin.enrolments_each_day_title")}
      description={t("admin.the_last_four_weeks_hint")}
      labelHeader={t("admin.day")}
      valueHeader={t("admin.enrolments_label")}
      points={figures.map(({ from, value }) => ({
        label: formatInstant(from, { timezone, form: "short", now }),
        value,
      }))}
    />
  );
}

/** Refunds can outweigh what was earned in a week; its bar then hangs from the line. */
export function RevenueChart({ revenue: { currency, weeks }, timezone, now }: { revenue: Revenue } & Clock) {
  const t = getTranslator();
  const written = (minor: number) => formatAmount({ minor, currency }, { short: true });
  return (
    <BarChart
      title={t("admin.earned_each_week_in_title", { currency })}
      description={t("admin.the_last_twelve_weeks_as_the_ledger_says_hint")}
      labelHeader={t("admin.week_beginning")}
      valueHeader={t("admin.earned")}
      formatScale={(minor) => formatAmount({ minor, currency }, { short: true, bare: true })}
      points={weeks.map(({ from, value }) => ({
        label: formatInstant(from, { timezone, form: "short", now }),
        value,
        text: written(value),
      }))}
    />
  );
}

/** How full the cohorts are that go on or begin next. */
export function SeatList({ cohorts, now }: { cohorts: CohortSeats[]; now: Date }) {
  const t = getTranslator();
  return (
    <ul className="grid grid-cols-1 gap-x-10 gap-y-4 @3xl:grid-cols-2">
      {cohorts.map(({ id, courseId, courseTitle, name, startsAt, timezone, taken, held, capacity }) => {
        const used = taken + held;
        const text = capacity === null ? t("admin.no_limit", { used }) : t("admin.of", { used, capacity });
        const begins = startsAt ? formatInstant(startsAt, { timezone, form: "short", now }) : t("admin.any_time");
        return (
          <li key={id}>
            <div className="mb-1.5 flex items-baseline justify-between gap-3 text-small">
              <a href={`/admin/courses/${courseId}/cohorts/${id}`} className="line-clamp-2 min-w-0 hover:underline">
                <span className="font-[540]">{courseTitle}</span>{" "}
                <span className="text-ink-soft">
                  {name}, {begins}
                </span>
              </a>
              <span className="num flex-none text-ink-soft">{text}</span>
            </div>
            {capacity !== null && (
              <Meter label={`${courseTitle}, ${name}`} value={used} max={capacity} text={text} hideText />
            )}
          </li>
        );
      })}
    </ul>
  );
}
