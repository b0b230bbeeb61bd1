import { pagePath } from "#messages/page-path.ts";
import { Badge } from "#components/ui/badge.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatInstant } from "#components/ui/date.tsx";
import type { CourseCard } from "#domain/courses/list-course-cards.ts";
import { priceWords } from "./price-words.ts";
import { undatedWords } from "./when.ts";
import { levelLabel } from "./level-label.ts";
import { seatWords } from "./words.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A course in the catalogue: what it is at the left, what it costs and whether there is a seat at the right. */
export function CourseRow({ course }: { course: CourseCard }) {
  const seats = course.seats ? seatWords(course.seats, course.seatsLeft) : undefined;
  // Of several offerings each has its own number of seats; that all of them are full is worth a word.
  const said = seats?.text && (course.offerings < 2 || course.seats === "full") ? seats : undefined;
  return (
    <li className="relative grid gap-x-8 gap-y-2 border-t border-rule py-5 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0 max-w-[64ch]">
        <h2 className="text-[20px] leading-snug" {...writtenIn(course.textLanguages.title)}>
          {/* The whole row is the link's to press; its words are the title only. */}
          <a
            href={pagePath(`/courses/${course.slug}`)}
            className="line-clamp-3 after:absolute after:inset-0 hover:text-accent-ink"
          >
            {course.title}
          </a>
        </h2>
        {course.summary && (
          <p {...writtenIn(course.textLanguages.summary)} className="mt-1 line-clamp-2 text-small text-ink-soft">
            {course.summary}
          </p>
        )}
        <div className="mt-2.5 flex flex-wrap items-center gap-2">
          {course.subject && (
            <Badge className="max-w-full">
              <span className="truncate" dir="auto" title={course.subjectName}>
                {course.subjectName}
              </span>
            </Badge>
          )}
          {course.level !== "any" && <Badge>{levelLabel(course.level)}</Badge>}
          <span className="num text-tiny text-ink-faint">{startWords(course)}</span>
        </div>
      </div>
      <div className="flex items-baseline gap-x-3 sm:grid sm:content-start sm:justify-items-end sm:gap-y-1 sm:pt-0.5">
        <span className="title num text-[19px] sm:max-w-[14rem] sm:text-end">{priceWords(course.prices)}</span>
        {said && (
          <span className={cx("num text-tiny", said.pressing ? "text-warn" : "text-ink-faint")}>{said.text}</span>
        )}
      </div>
    </li>
  );
}

function startWords({ offerings, nextStart, began, alwaysOpen, timezone, seats }: CourseCard): string {
  const t = getTranslator();
  if (nextStart && timezone) {
    const date = formatInstant(nextStart, { timezone, form: "date" });
    return offerings > 1
      ? t("catalogue.starts_on_and_more", { date, more: offerings - 1 })
      : t("catalogue.starts_on", { date });
  }
  if (seats === null) return t("catalogue.no_dates_yet");
  if (seats === "finished") return "";
  if (alwaysOpen) return undatedWords(true);
  if (offerings > 1) return t("catalogue.to_choose_from", { offerings });
  return began && timezone
    ? t("catalogue.began_on", { date: formatInstant(began, { timezone, form: "date" }) })
    : undatedWords(false);
}
