import { DayAside, formatInstant } from "#components/ui/date.tsx";
import type { CohortView, MeetingView } from "#domain/courses/get-course-page.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** So many are named at once; the others unfold. */
const NAMED_AT_ONCE = 5;

/** What happens when: one line a meeting, its date at the left. Nothing where no meeting is dated. */
export function Meetings({ cohort, now }: { cohort: CohortView; now: Date }) {
  const t = getTranslator();
  const { meetings, meetingsTotal, timezone } = cohort;
  if (meetings.length === 0) return null;
  // Unfolding a single line would take as much room as the line.
  const named = meetings.length <= NAMED_AT_ONCE + 1 ? meetings.length : NAMED_AT_ONCE;
  const rest = meetings.slice(named);
  return (
    <section className="mt-9 [overflow-wrap:anywhere]">
      <h2 className="mb-3.5">{t("catalogue.what_happens_when_heading")}</h2>
      <div className="border-b border-rule">
        <ol>
          {meetings.slice(0, named).map((meeting) => (
            <MeetingRow
              key={meeting.startsAt.toISOString() + meeting.title}
              meeting={meeting}
              timezone={timezone}
              now={now}
            />
          ))}
        </ol>
        {rest.length > 0 && (
          <details className="group border-t border-rule">
            <summary className="grid list-none grid-cols-[64px_minmax(0,1fr)] gap-3 py-4 text-small group-open:hidden">
              <span className="num text-ink-faint">+ {meetingsTotal - named}</span>
              <span dir="auto" className="line-clamp-2 text-ink-soft">
                {titlesOf(rest)}
              </span>
            </summary>
            <ol>
              {rest.map((meeting) => (
                <MeetingRow
                  key={meeting.startsAt.toISOString() + meeting.title}
                  meeting={meeting}
                  timezone={timezone}
                  now={now}
                />
              ))}
            </ol>
            {meetingsTotal > meetings.length && (
              <p className="border-t border-rule py-4 ps-[76px] text-small text-ink-soft">
                {t("catalogue.and_more_meetings", { count: meetingsTotal - meetings.length })}
              </p>
            )}
          </details>
        )}
      </div>
    </section>
  );
}

/** What the folded meetings are about, or how many there are. */
function titlesOf(meetings: MeetingView[]): string {
  const t = getTranslator();
  const titles = [...new Set(meetings.map(({ title }) => title).filter(Boolean))];
  return titles.length > 0 ? `${titles.join(", ")}` : t("catalogue.show_more_meetings", { count: meetings.length });
}

type MeetingRowProps = { meeting: MeetingView; timezone: string; now: Date };

function MeetingRow({ meeting, timezone, now }: MeetingRowProps) {
  const { textLanguages } = meeting;
  const hours = `${formatInstant(meeting.startsAt, { timezone, form: "time" })}–${formatInstant(meeting.endsAt, { timezone, form: "time" })}`;
  return (
    <li className="grid grid-cols-[64px_minmax(0,1fr)] gap-3 border-t border-rule py-4 first:border-t [details_&:first-child]:border-t-0">
      <DayAside instant={meeting.startsAt} timezone={timezone} now={now} />
      <div className="min-w-0">
        <h3 {...(meeting.title ? writtenIn(textLanguages.title) : {})}>{meeting.title || hours}</h3>
        {meeting.note && (
          <p {...writtenIn(textLanguages.note)} className="text-small text-ink-soft">
            {meeting.note}
          </p>
        )}
        {meeting.title && (
          <p className="num text-tiny text-ink-faint">
            {hours}
            {meeting.place && <span {...writtenIn(textLanguages.place)}>, {meeting.place}</span>}
          </p>
        )}
        {!meeting.title && meeting.place && (
          <p {...writtenIn(textLanguages.place)} className="text-tiny text-ink-faint">
            {meeting.place}
          </p>
        )}
      </div>
    </li>
  );
}
