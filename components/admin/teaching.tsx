import type { ReactNode } from "react";
import { getTranslator } from "#components/messages/get-translator.ts";
import { spanWords } from "#components/learning/hours.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import type { TaughtMeeting, TeachingChange, TeachingDesk } from "#domain/reports/get-teaching-desk.ts";
import { Panel } from "./panel.tsx";
import { COURSE_WORDS, StateBadge } from "./states.tsx";

type DeskProps = {
  desk: TeachingDesk;
  now: Date;
  timezone: string;
  /** Where a question is opened; none where the school has its office answer. */
  questionHref: ((code: string) => string) | undefined;
};

/** What a teacher looks at first, in the order in which it is needed. */
export function TeachingDeskView({ desk, now, timezone, questionHref }: DeskProps) {
  const t = getTranslator();
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
      <div className="grid grid-cols-1 gap-5">
        <TaughtMeetings meetings={desk.meetings} now={now} />
        <Panel title={t("teaching.changes_title")}>
          <Rows rows={desk.changes} empty={t("teaching.no_changes_words")} keyOf={({ kind, id }) => `${kind} ${id}`}>
            {(change) => <Change change={change} now={now} timezone={timezone} />}
          </Rows>
        </Panel>
      </div>
      <div className="grid grid-cols-1 gap-5">
        <Panel title={t("teaching.questions_title")}>
          <Rows rows={desk.questions} empty={t("teaching.no_questions_words")} keyOf={({ code }) => code}>
            {({ code, subject, from, updatedAt }) => (
              <>
                <p className="font-[540]" dir="auto">
                  {questionHref ? (
                    <a className="hover:underline" href={questionHref(code)}>
                      {subject}
                    </a>
                  ) : (
                    subject
                  )}
                </p>
                <p className="text-small text-ink-soft">
                  {t("teaching.question_from", { name: from, at: formatInstant(updatedAt, { timezone }) })}
                </p>
              </>
            )}
          </Rows>
        </Panel>
        <Panel title={t("teaching.my_courses_title")}>
          <Rows rows={desk.courses} empty={t("teaching.no_courses_words")} keyOf={({ id }) => id}>
            {({ id, title, language, state, students }) => (
              <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <a className="font-[540] hover:underline" href={`/admin/courses/${id}`} {...writtenIn(language)}>
                  {title}
                </a>
                <span className="flex items-center gap-3 text-small text-ink-soft">
                  {t("teaching.students_count", { students })}
                  {state !== "published" && <StateBadge words={COURSE_WORDS} state={state} />}
                </span>
              </div>
            )}
          </Rows>
        </Panel>
      </div>
    </div>
  );
}

/** The meetings of the next days, each with the way to its roster. */
export function TaughtMeetings({ meetings, now, aside }: { meetings: TaughtMeeting[]; now: Date; aside?: ReactNode }) {
  const t = getTranslator();
  return (
    <Panel title={t("teaching.my_meetings_title")} aside={aside}>
      <Rows rows={meetings} empty={t("teaching.no_meetings_words")} keyOf={({ id }) => id}>
        {(meeting) => {
          const { id, title, place, courseTitle, cohortName, language, students, marked } = meeting;
          const isNow = meeting.startsAt <= now && now < meeting.endsAt;
          return (
            <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
              <div className="min-w-0 flex-[1_1_14rem]">
                <p className="num font-[540]">
                  {spanWords(meeting, meeting.timezone, now)}{" "}
                  {isNow && <Badge tone="info">{t("teaching.now_badge")}</Badge>}
                </p>
                <p className="text-small" {...writtenIn(language)}>
                  {[courseTitle, cohortName, title, place].filter(Boolean).join(" · ")}
                </p>
                <p className="num text-small text-ink-soft">{t("teaching.marked_of", { marked, students })}</p>
              </div>
              <LinkButton
                href={`/admin/meetings/${id}`}
                variant={isNow ? "primary" : "quiet"}
                size="s"
                className="max-sm:min-h-11"
              >
                {t("teaching.open_roster_button")}
              </LinkButton>
            </div>
          );
        }}
      </Rows>
    </Panel>
  );
}

function Change({ change, now, timezone }: { change: TeachingChange; now: Date; timezone: string }) {
  const t = getTranslator();
  const { kind, courseId, cohortId, courseTitle, cohortName, language, startsAt } = change;
  const name = change.name || t("teaching.a_meeting");
  const hours = startsAt ? formatInstant(startsAt, { timezone: change.timezone, form: "weekday", now }) : "";
  const words =
    kind === "enrolled" || kind === "left"
      ? t(`teaching.change_${kind}`, { name })
      : t(`teaching.change_${kind}`, { name, hours });
  return (
    <>
      <p className="font-[540]" dir="auto">
        {words}
      </p>
      <p className="text-small text-ink-soft">
        <a className="hover:underline" href={`/admin/courses/${courseId}/cohorts/${cohortId}`} {...writtenIn(language)}>
          {courseTitle} · {cohortName}
        </a>
        , <span className="num">{formatInstant(change.at, { timezone })}</span>
      </p>
    </>
  );
}

type RowsProps<Row> = {
  rows: readonly Row[];
  empty: string;
  keyOf: (row: Row) => string;
  children: (row: Row) => ReactNode;
};

function Rows<Row>({ rows, empty, keyOf, children }: RowsProps<Row>) {
  if (rows.length === 0) return <p className="text-ink-soft">{empty}</p>;
  return (
    <ul>
      {rows.map((row) => (
        <li key={keyOf(row)} className="border-b border-rule py-2.5 first:pt-0 last:border-0 last:pb-0">
          {children(row)}
        </li>
      ))}
    </ul>
  );
}
