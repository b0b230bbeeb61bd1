import { Badge } from "#components/ui/badge.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatInstant } from "#components/ui/date.tsx";
import type { QueueRow } from "#domain/tickets/list-tickets.ts";
import { PriorityBadge } from "./state-badge.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { PlainKey } from "#messages/message.ts";
import type { TicketState } from "#domain/tickets/words.ts";

export type QueueListProps = {
  rows: QueueRow[];
  timezone: string;
  now: Date;
  /** The ticket that is open beside the list. */
  currentCode?: string;
  href: (code: string) => string;
};

/** The desk's tickets, three lines each. */
export function QueueList({ rows, timezone, now, currentCode, href }: QueueListProps) {
  return (
    <ul>
      {rows.map((row) => (
        <li key={row.code}>
          <a
            href={href(row.code)}
            aria-current={row.code === currentCode ? "true" : undefined}
            className={cx(
              "grid grid-cols-1 gap-0.5 border-b border-rule px-4 py-3 -outline-offset-2",
              row.code === currentCode ? "bg-accent-soft" : "hover:bg-sunken",
            )}
          >
            <span className="flex items-baseline justify-between gap-2">
              <span
                title={row.subject}
                className={cx("min-w-0 truncate", isSettled(row) ? "text-ink-soft" : "font-[560]")}
              >
                {row.subject}
              </span>
              <span className="num flex-none text-tiny text-ink-faint">{age(row.updatedAt, now, timezone)}</span>
            </span>
            <span title={row.requesterName} className="truncate text-small text-ink-soft">
              {row.requesterName}
              {row.about && ` · ${getTranslator().format(row.about.label)}`}
            </span>
            <Marks row={row} />
          </a>
        </li>
      ))}
    </ul>
  );
}

const SETTLED = {
  resolved: "tickets.queue_resolved",
  closed: "tickets.queue_closed",
  merged: "tickets.queue_merged",
} as const satisfies Partial<Record<TicketState, PlainKey>>;

type SettledRow = QueueRow & { state: keyof typeof SETTLED };

const isSettled = (row: QueueRow): row is SettledRow => Object.hasOwn(SETTLED, row.state);

function Marks({ row }: { row: QueueRow }) {
  const t = getTranslator();
  const marks = [
    row.state === "new" && (
      <Badge key="state" tone="info">
        {t("tickets.new")}
      </Badge>
    ),
    row.state === "waiting_on_student" && <Badge key="state">{t("tickets.waiting")}</Badge>,
    isSettled(row) && <Badge key="state">{t(SETTLED[row.state])}</Badge>,
    row.priority !== "normal" && <PriorityBadge key="priority" priority={row.priority} />,
    row.assigneeName && (
      <span key="assignee" title={row.assigneeName} className="min-w-0 truncate text-tiny text-ink-faint">
        {row.assigneeName}
      </span>
    ),
  ].filter(Boolean);
  if (marks.length === 0) return null;
  return <span className="mt-0.5 flex items-center gap-1.5">{marks}</span>;
}

const MINUTE_MS = 60_000;

/** How long ago, as short as a list needs it: 4 m, 3 h, 6 d, then the date. */
function age(at: Date, now: Date, timezone: string): string {
  const minutes = Math.max(0, Math.floor((now.getTime() - at.getTime()) / MINUTE_MS));
  const t = getTranslator();
  if (minutes < 1) return t("tickets.age_now");
  if (minutes < 60) return t("tickets.age_minutes", { minutes });
  if (minutes < 24 * 60) return t("tickets.age_hours", { hours: Math.floor(minutes / 60) });
  if (minutes < 7 * 24 * 60) return t("tickets.age_days", { days: Math.floor(minutes / (24 * 60)) });
  return formatInstant(at, { timezone, form: "short", now });
}
