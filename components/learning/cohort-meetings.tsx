import { ATTENDANCE_WORDS, type AttendanceState } from "#components/attendance/attendance-words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { DateTime, DayAside } from "#components/ui/date.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { CohortInside, MeetingEntry } from "#domain/learning/get-course-inside.ts";
import { hoursElsewhere, hoursWords, type Reading, zoneName } from "./hours.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type CohortMeetingsProps = {
  cohort: CohortInside;
  viewer: Reading;
  /** What was said of the student, by the meeting's id. */
  attendance: ReadonlyMap<string, AttendanceState>;
};

/** A cohort's meetings in its own timezone: what is over is quiet, what comes next is marked. */
export function CohortMeetings({ cohort, viewer, attendance }: CohortMeetingsProps) {
  const t = getTranslator();
  const { id, name, meetings, timezone, nextMeetingId, textLanguages } = cohort;
  if (meetings.length === 0 && !cohort.startsAt) return null;
  return (
    <section aria-labelledby={`meetings-${id}`} className="min-w-0 [overflow-wrap:anywhere]">
      <div className="mb-3.5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={`meetings-${id}`} {...writtenIn(textLanguages.name)}>
          {name}
        </h2>
        <p className="text-small text-ink-faint">
          {cohort.place && (
            <>
              <span {...writtenIn(textLanguages.place)}>{cohort.place}</span>,{" "}
            </>
          )}
          {t("learning.hours_of", { zoneName: zoneName(timezone) })}
        </p>
      </div>
      {meetings.length === 0 && <Dates {...cohort} />}
      <Attended cohort={cohort} viewer={viewer} attendance={attendance} />
      <ol className="border-t border-rule empty:hidden">
        {meetings.map((meeting) => (
          <MeetingRow
            key={meeting.id}
            meeting={meeting}
            cohort={cohort}
            viewer={viewer}
            isNext={meeting.id === nextMeetingId}
            isUnderWay={meeting.startsAt <= viewer.now && viewer.now < meeting.endsAt}
            isOver={meeting.endsAt <= viewer.now}
            state={attendance.get(meeting.id)}
          />
        ))}
      </ol>
    </section>
  );
}

/** How many of the meetings that are over the student attended; nothing where attendance is not taken. */
function Attended({ cohort: { meetings }, viewer, attendance }: CohortMeetingsProps) {
  const over = meetings.filter(({ endsAt }) => endsAt <= viewer.now);
  const said = over.map(({ id }) => attendance.get(id));
  if (said.every((state) => state === undefined)) return null;
  const attended = said.filter((state) => state === "present" || state === "late").length;
  return (
    <p className="mb-3 text-small text-ink-soft">
      {getTranslator()("attendance.attended_of", { attended, meetings: over.length })}
    </p>
  );
}

/** When a cohort without meetings takes place. */
function Dates({ startsAt, endsAt, timezone }: CohortInside) {
  const t = getTranslator();
  const at = (instant: Date) => <DateTime instant={instant} timezone={timezone} form="datetime" />;
  return (
    <p className="border-y border-rule py-4">
      {startsAt && <span className="block">{t.rich("learning.begins_on", { startsAt: at(startsAt) })}</span>}
      {endsAt && <span className="block">{t.rich("learning.ends_on", { endsAt: at(endsAt) })}</span>}
    </p>
  );
}

type RowProps = {
  meeting: MeetingEntry;
  cohort: CohortInside;
  viewer: Reading;
  isNext: boolean;
  isUnderWay: boolean;
  isOver: boolean;
  state: AttendanceState | undefined;
};

function MeetingRow({ meeting, cohort, viewer, isNext, isUnderWay, isOver, state }: RowProps) {
  const t = getTranslator();
  const { title, note, startsAt, endsAt, place, link, textLanguages } = meeting;
  const { timezone, place: usualPlace } = cohort;
  const elsewhere = hoursElsewhere({ startsAt, endsAt }, timezone, viewer);
  return (
    <li className="grid grid-cols-[64px_minmax(0,1fr)] gap-3 border-b border-rule py-4">
      <DayAside instant={startsAt} timezone={timezone} now={viewer.now} />
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <h3 {...(title && writtenIn(textLanguages.title))} className={isOver ? "text-ink-soft" : undefined}>
            {title || t("learning.meeting_heading")}
          </h3>
          {isUnderWay ? (
            <Badge tone="ok">{t("learning.now")}</Badge>
          ) : (
            isNext && <Badge tone="info">{t("learning.next")}</Badge>
          )}
          {isOver && <span className="text-tiny text-ink-faint">{t("learning.over")}</span>}
          {state && <Badge tone={ATTENDANCE_WORDS[state].tone}>{t(ATTENDANCE_WORDS[state].label)}</Badge>}
        </div>
        {note && (
          <p {...writtenIn(textLanguages.note)} className="text-small text-ink-soft">
            {note}
          </p>
        )}
        <p className="num text-tiny text-ink-faint">
          {hoursWords({ startsAt, endsAt }, timezone, viewer.now)}
          {place && place !== usualPlace && <span {...writtenIn(textLanguages.place)}>, {place}</span>}
          {elsewhere && (
            <span className="block">{t("learning.for_you", { elsewhere, zoneName: zoneName(viewer.timezone) })}</span>
          )}
        </p>
        {link && !isOver && (
          <p className="mt-1 text-small">
            <a className="link inline-flex items-center gap-1.5" href={link} rel="noopener">
              <Icon name="link" size={14} /> {t("learning.join_online")}
            </a>
          </p>
        )}
      </div>
    </li>
  );
}
