import { Badge } from "#components/ui/badge.tsx";
import { DateTime, formatDeadline, formatInstant } from "#components/ui/date.tsx";
import type { MyEnrolment } from "#domain/learning/get-my-courses.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { isEndingSoon } from "./is-ending-soon.ts";
import { Hours, type Reading } from "./hours.tsx";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type PlaceRowProps = { place: MyEnrolment; viewer: Reading };

/** A course that is the student's: its name, what comes next, and until when it is open. */
export function PlaceRow({ place, viewer }: PlaceRowProps) {
  const t = getTranslator();
  const { slug, title, titleLanguage, timezone, open, next, state } = place;
  return (
    <li className="border-b border-rule">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 py-5">
        <div className="min-w-0 flex-[1_1_18rem]">
          <h3 className="title text-[21px] leading-snug [overflow-wrap:anywhere]" {...writtenIn(titleLanguage)}>
            {open ? (
              <a href={`/learning/${slug}`} className="hover:underline">
                {title}
              </a>
            ) : (
              title
            )}
          </h3>
          <p className="mt-0.5 text-small text-ink-soft [overflow-wrap:anywhere]" {...writtenIn(place.cohortLanguage)}>
            {place.cohortName}
            {place.place && (
              <>
                , <span {...writtenIn(place.placeLanguage)}>{place.place}</span>
              </>
            )}
          </p>
          <Progress place={place} />
        </div>
        <div className="grid flex-[0_1_21rem] gap-1 text-small sm:justify-items-end sm:text-end">
          {state === "suspended" && <Badge tone="warn">{t("learning.paused_by_the_school")}</Badge>}
          {next ? <Hours {...next} timezone={timezone} viewer={viewer} /> : <Begins place={place} now={viewer.now} />}
          <OpenUntil place={place} schoolTimezone={viewer.schoolTimezone} />
          <KeepOpen place={place} now={viewer.now} />
          {place.isCertified && (
            <a href={`/certificates/mine/${place.enrolmentId}`} className="link">
              {t("certificates.course_link")}
            </a>
          )}
        </div>
      </div>
    </li>
  );
}

/** How far the student is, and where they go on. What they did stays in sight when access has ended. */
function Progress({ place: { slug, progress, open } }: { place: MyEnrolment }) {
  const t = getTranslator();
  if (!progress || (!open && progress.done === 0)) return null;
  return (
    <div className="mt-3 max-w-sm">
      <ProgressBar progress={progress} />
      {open && progress.next && (
        <a
          href={`/learning/${slug}/${progress.next.id}`}
          className="link mt-1.5 inline-block text-small [overflow-wrap:anywhere]"
        >
          {t.rich("learning.continue_link", {
            title: <span {...writtenIn(progress.next.language)}>{progress.next.title}</span>,
          })}
        </a>
      )}
      {open && !progress.next && progress.done < progress.total && (
        <a href={`/learning/${slug}`} className="link mt-1.5 inline-block text-small">
          {t("learning.continue_course_link")}
        </a>
      )}
    </div>
  );
}

/** When a course begins that has no meetings, or none yet. */
function Begins({ place: { open, startsAt, timezone }, now }: { place: MyEnrolment; now: Date }) {
  if (!open || !startsAt || startsAt <= now) return null;
  return (
    <span>
      {getTranslator().rich("learning.begins_on", {
        startsAt: <DateTime instant={startsAt} timezone={timezone} form="datetime" showZone />,
      })}
    </span>
  );
}

/** A place that the school took back: when, and the order whose money it was. */
function Lost({ state, endedAt, orderCode, schoolTimezone }: MyEnrolment & { schoolTimezone: string }) {
  const t = getTranslator();
  return (
    <span className="text-ink-soft">
      {endedAt &&
        t.rich(state === "revoked" ? "learning.taken_back_on" : "learning.cancelled_on", {
          endedAt: formatInstant(endedAt, { timezone: schoolTimezone, form: "date" }),
          num: (children) => <span className="num">{children}</span>,
        })}
      {orderCode && (
        <a href={`/orders/${orderCode}`} className="link block">
          {t.rich("learning.order_of_place", { orderCode, num: (children) => <span className="num">{children}</span> })}
        </a>
      )}
    </span>
  );
}

function OpenUntil({ place, schoolTimezone }: { place: MyEnrolment; schoolTimezone: string }) {
  const t = getTranslator();
  const { open, state, next, endedAt } = place;
  if (state === "cancelled" || state === "revoked") return <Lost {...place} schoolTimezone={schoolTimezone} />;
  if (state === "completed" && endedAt) {
    return (
      <span className="text-ink-soft">
        {t.rich("learning.completed_on", {
          endedAt: formatInstant(endedAt, { timezone: schoolTimezone, form: "date" }),
          num: (children) => <span className="num">{children}</span>,
        })}
        {open && <span className="block text-ink-faint">{untilWords(open.until, schoolTimezone)}</span>}
      </span>
    );
  }
  if (state === "suspended") return null;
  if (!open) return <span className="text-ink-soft">{t("learning.no_longer_open")}</span>;
  return <span className={next ? "text-ink-faint" : "text-ink-soft"}>{untilWords(open.until, schoolTimezone)}</span>;
}

/** The way to renew, or at least to what they had, where access ends soon or has ended. */
function KeepOpen({ place: { slug, state, open, isRenewable }, now }: { place: MyEnrolment; now: Date }) {
  const t = getTranslator();
  if (state !== "active" && state !== "completed") return null;
  if (!open) {
    return (
      <a href={`/learning/${slug}`} className="link">
        {t("learning.what_you_had_link")}
      </a>
    );
  }
  if (!isRenewable || !isEndingSoon(open.until, now)) return null;
  return (
    <a href={`/learning/${slug}/renew`} className="link">
      {t("learning.keep_it_open_link")}
    </a>
  );
}

export function untilWords(until: Date | null, schoolTimezone: string): string {
  const t = getTranslator();
  return until
    ? t("learning.open_until", { until: formatDeadline(until, schoolTimezone) })
    : t("learning.open_for_good");
}
