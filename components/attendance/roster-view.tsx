import { getTranslator } from "#components/messages/get-translator.ts";
import { ENROLMENT_WORDS, StateBadge } from "#components/admin/states.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { formatNumber } from "#components/ui/number.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Pagination } from "#components/ui/pagination.tsx";
import type { Roster, RosterRow } from "#domain/attendance/get-roster.ts";
import { ATTENDANCE_ORDER, ATTENDANCE_WORDS, type AttendanceState } from "./attendance-words.ts";

export type RosterOnly = AttendanceState | "unmarked" | undefined;

export type RosterViewProps = {
  roster: Roster;
  only: RosterOnly;
  /** Who marks, so that what waits in a browser is sent by whoever marked it. */
  viewerId: string;
};

const pathOf = (meetingId: string) => `/admin/meetings/${meetingId}`;

/** Where the roster shows this part of the class. */
function rosterHref(meetingId: string, only: RosterOnly, page = 1): string {
  const said = new URLSearchParams({ ...(only ? { only } : {}), ...(page > 1 ? { page: String(page) } : {}) });
  return `${pathOf(meetingId)}${said.size > 0 ? `?${said}` : ""}`;
}

/** A class with four large buttons for each student. Each is a form; public/attendance-script.js keeps what cannot be sent at once. */
export function RosterView({ roster, only, viewerId }: RosterViewProps) {
  const t = getTranslator();
  const { meeting, rows, page, pageSize, total } = roster;
  const first = (page - 1) * pageSize;
  return (
    <attendance-roster data-viewer={viewerId} data-meeting={meeting.id} data-to={`${pathOf(meeting.id)}/marks`}>
      <Filters roster={roster} only={only} />
      <Sending meetingId={meeting.id} />
      {rows.length === 0 ? (
        <EmptyState icon="people" title={t(only ? "attendance.nobody_here_title" : "attendance.nobody_title")} />
      ) : (
        <ol className="border-t border-rule">
          {rows.map((row) => (
            <Student key={row.enrolmentId} row={row} roster={roster} only={only} />
          ))}
        </ol>
      )}
      {total > pageSize && (
        <Pagination
          className="mt-4"
          noun={t("attendance.students_noun")}
          from={first + 1}
          to={first + rows.length}
          total={total}
          previous={page > 1 ? String(page - 1) : undefined}
          next={first + rows.length < total ? String(page + 1) : undefined}
          href={(to) => rosterHref(meeting.id, only, Number(to))}
        />
      )}
      {roster.mayMark && roster.unmarked > 0 && roster.checkIn !== "early" && <TheRest roster={roster} />}
    </attendance-roster>
  );
}

function Filters({ roster, only }: { roster: Roster; only: RosterOnly }) {
  const t = getTranslator();
  const choices: { only: RosterOnly; label: string; count: number; name: string }[] = [
    { only: undefined, label: t("attendance.everybody"), count: roster.students, name: "all" },
    { only: "unmarked", label: t("attendance.unmarked"), count: roster.unmarked, name: "unmarked" },
    ...ATTENDANCE_ORDER.map((state) => ({
      ...{ only: state, label: t(ATTENDANCE_WORDS[state].label), count: roster.counts[state], name: state },
    })),
  ];
  return (
    <nav aria-label={t("attendance.filter_label")} className="mb-4 flex flex-wrap gap-2">
      {choices.map((each) => (
        <a
          key={each.name}
          href={rosterHref(roster.meeting.id, each.only)}
          aria-current={each.only === only ? "page" : undefined}
          className={cx(
            "inline-flex min-h-9 items-center gap-1.5 rounded-full border px-3 text-small",
            each.only === only ? "border-ink bg-sunken font-[560]" : "border-rule-strong text-ink-soft hover:bg-sunken",
          )}
        >
          {each.label}{" "}
          <span className="num" data-count={each.name} data-served={each.count}>
            {formatNumber(each.count)}
          </span>
        </a>
      ))}
    </nav>
  );
}

/** What the script says of marks that wait; it shows one at a time. */
function Sending({ meetingId }: { meetingId: string }) {
  const t = getTranslator();
  const signIn = `/sign-in?next=${encodeURIComponent(pathOf(meetingId))}`;
  return (
    <div aria-live="polite" className="sticky top-2 z-10 mb-3 grid gap-2 empty:hidden">
      <p data-say="unsent" hidden className="rounded-md bg-warn-soft px-3.5 py-2.5 text-dense text-warn">
        {t.rich("attendance.not_sent_count", { count: () => <span data-unsent-count="" className="num" /> })}
      </p>
      <p data-say="sent" hidden className="rounded-md bg-ok-soft px-3.5 py-2.5 text-dense text-ok">
        {t("attendance.all_sent")}
      </p>
      <p data-say="signed-out" hidden className="rounded-md bg-bad-soft px-3.5 py-2.5 text-dense text-bad">
        {t.rich("attendance.signed_out", {
          link: (children) => (
            <a className="link" href={signIn}>
              {children}
            </a>
          ),
        })}
      </p>
      <p data-say="unknown" hidden className="rounded-md bg-warn-soft px-3.5 py-2.5 text-dense text-warn">
        {t("attendance.has_left_words")}
      </p>
      <p data-say="refused" hidden className="rounded-md bg-bad-soft px-3.5 py-2.5 text-dense text-bad">
        <span data-words="" />
      </p>
    </div>
  );
}

const PRESSED: Record<AttendanceState, string> = {
  present: "aria-pressed:border-ok aria-pressed:bg-ok-soft aria-pressed:text-ok",
  late: "aria-pressed:border-warn aria-pressed:bg-warn-soft aria-pressed:text-warn",
  excused: "aria-pressed:border-info aria-pressed:bg-info-soft aria-pressed:text-info",
  absent: "aria-pressed:border-bad aria-pressed:bg-bad-soft aria-pressed:text-bad",
};

type StudentProps = { row: RosterRow; roster: Roster; only: RosterOnly };

function Student({ row, roster, only }: StudentProps) {
  const t = getTranslator();
  const { enrolmentId, name, state, enrolmentState } = row;
  const { meeting, page, checkIn, mayMark } = roster;
  return (
    <li
      id={enrolmentId}
      data-enrolment={enrolmentId}
      data-state={state ?? ""}
      data-served={state ?? ""}
      className="grid scroll-mt-16 items-center gap-x-5 gap-y-2 border-b border-rule py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]"
    >
      <div className="min-w-0">
        <p id={`name-${enrolmentId}`} className="font-[540] [overflow-wrap:anywhere]" dir="auto">
          {name} {enrolmentState !== "active" && <StateBadge words={ENROLMENT_WORDS} state={enrolmentState} />}
        </p>
        <p data-said="" className="text-small text-ink-soft">
          {describeMark(row, roster)}
        </p>
        <p data-unsent="" hidden className="text-small text-warn">
          {t("attendance.not_sent_yet")}
        </p>
      </div>
      {mayMark && row.isHere ? (
        <div className="grid gap-1.5">
          <form method="post" action={`${pathOf(meeting.id)}/marks`} data-mark={enrolmentId}>
            <input type="hidden" name="enrolmentId" value={enrolmentId} />
            <input type="hidden" name="back" value={rosterHref(meeting.id, only, page)} />
            <div role="group" aria-labelledby={`name-${enrolmentId}`} className="grid grid-cols-2 gap-2 sm:grid-cols-4">
              {ATTENDANCE_ORDER.map((each) => (
                <button
                  key={each}
                  type="submit"
                  name="state"
                  value={each}
                  aria-pressed={state === each}
                  disabled={checkIn === "early" && each !== "excused"}
                  className={cx(
                    buttonClass({ variant: "quiet" }),
                    "px-1! text-small! aria-pressed:font-[640] sm:text-tiny!",
                    "aria-pressed:before:content-['✓']",
                    PRESSED[each],
                  )}
                >
                  {t(ATTENDANCE_WORDS[each].label)}
                </button>
              ))}
            </div>
          </form>
          {state && (
            <Reset enrolmentId={enrolmentId} meetingId={meeting.id} back={rosterHref(meeting.id, only, page)} />
          )}
        </div>
      ) : (
        state && (
          <p>
            <Badge tone={ATTENDANCE_WORDS[state].tone}>{t(ATTENDANCE_WORDS[state].label)}</Badge>
          </p>
        )
      )}
    </li>
  );
}

/** Takes back what was said; it goes to the server at once, and is no mark that waits in a browser. */
function Reset({ enrolmentId, meetingId, back }: { enrolmentId: string; meetingId: string; back: string }) {
  const t = getTranslator();
  return (
    <form method="post" action={`${pathOf(meetingId)}/marks`} className="justify-self-end">
      <input type="hidden" name="enrolmentId" value={enrolmentId} />
      <input type="hidden" name="back" value={back} />
      <button
        type="submit"
        name="reset"
        value="1"
        aria-describedby={`name-${enrolmentId}`}
        className="link min-h-6 text-tiny text-ink-soft"
      >
        {t("attendance.reset_button")}
      </button>
    </form>
  );
}

/** Who said it, and when: in the timezone of the cohort. */
function describeMark({ via, markedAt, markedByName }: RosterRow, { meeting }: Roster): string {
  const t = getTranslator();
  if (!markedAt) return "";
  const sameDay = Math.abs(markedAt.getTime() - meeting.startsAt.getTime()) < 12 * 3_600_000;
  const at = formatInstant(markedAt, { timezone: meeting.timezone, form: sameDay ? "time" : "datetime" });
  return via === "check_in"
    ? t("attendance.checked_in_at", { at })
    : t("attendance.marked_at", { at, by: markedByName ?? "" });
}

/** One press for all of whom nothing was said. On a page that shows the whole class the script sends these as single marks. */
function TheRest({ roster: { meeting, rows, students, unmarked } }: { roster: Roster }) {
  const t = getTranslator();
  const isWhole = rows.length === students;
  return (
    <form
      method="post"
      action={`${pathOf(meeting.id)}/marks`}
      className="mt-6 flex flex-wrap items-center gap-3"
      {...(isWhole ? { "data-mark": "rest" } : {})}
    >
      <input type="hidden" name="rest" value="1" />
      <p className="min-w-0 flex-[1_1_12rem] text-small text-ink-soft">
        {t("attendance.rest_words", { count: unmarked })}
      </p>
      <button type="submit" name="state" value="present" className={buttonClass({ variant: "quiet" })}>
        {t("attendance.rest_present_button")}
      </button>
      <button type="submit" name="state" value="absent" className={buttonClass({ variant: "quiet" })}>
        {t("attendance.rest_absent_button")}
      </button>
    </form>
  );
}

/** Before check-in opens, only that somebody will be excused can be said. */
export function EarlyNotice({ roster }: { roster: Roster }) {
  const t = getTranslator();
  const at = formatInstant(roster.checkInOpensAt, { timezone: roster.meeting.timezone });
  return <Notice tone="info">{t("attendance.early_words", { at })}</Notice>;
}
