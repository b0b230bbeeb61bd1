import { readAmount } from "#domain/kernel/read-amount.ts";
import { message } from "#messages/message.ts";
import { type CourseDraft, type Format, toSingleLine, type Reading, type Row } from "./format.ts";

/** The export's prices are dollars. */
const CURRENCY = "USD";

const LEVELS: Record<string, CourseDraft["level"]> = {
  "All Levels": "any",
  "Beginner Level": "beginner",
  "Intermediate Level": "intermediate",
  "Expert Level": "advanced",
};

/** One row a course that can be begun at any time: the course and its one offering. */
export const udemyCourses: Format = {
  name: message("imports.format_udemy"),
  source: "udemy",
  columns: ["course_id", "course_title", "is_paid", "price", "level", "subject"],
  quoted: true,
  coursesRepeat: false,
  read(row, { timezone }): Reading {
    const key = toSingleLine(row.course_id ?? "");
    if (!/^\d+$/.test(key)) return { reason: message("imports.no_course_id") };
    const title = row.course_title ?? "";
    // A quotation mark that was never closed: the cell holds the end of this row and the beginning of the next.
    if (/,https?:\/\/[^\n]*\n/.test(title)) {
      return { reason: message("imports.title_holds_rest"), key };
    }
    const level = LEVELS[toSingleLine(row.level ?? "")];
    if (!level) return { reason: message("imports.no_level", { text: row.level ?? "" }), key };
    const price = isFree(row) ? { minor: 0 } : readAmount(row.price ?? "", CURRENCY);
    if ("problem" in price)
      return { reason: message("imports.no_price", { text: row.price ?? "", problem: price.problem }), key };
    const summary = summaryWords(row);
    return {
      courseKey: key,
      course: {
        title: toSingleLine(title),
        summary,
        subject: toSingleLine(row.subject ?? ""),
        level,
      },
      cohort: {
        externalKey: key,
        fields: { name: "At your own pace", timezone, priceMinor: price.minor, currency: CURRENCY, waitingList: false },
      },
    };
  },
};

function isFree(row: Row): boolean {
  return /^(false|free)$/i.test(row.is_paid ?? "") || /^free$/i.test(row.price ?? "");
}

/** The export has no description, so the summary says how much there is. */
function summaryWords(row: Row): string {
  const lectures = Number(row.num_lectures ?? Number.NaN);
  const hours = Number(row.content_duration ?? Number.NaN);
  const subject = toSingleLine(row.subject ?? "");
  const parts = [
    Number.isInteger(lectures) && lectures > 0 ? `${lectures} ${lectures === 1 ? "lecture" : "lectures"}` : "",
    Number.isFinite(hours) && hours > 0 ? durationWords(hours) : "",
  ].filter(Boolean);
  const about = subject === "" ? "A course" : `A course in ${subject.toLowerCase()}`;
  return parts.length === 0 ? `${about}.` : `${about}: ${parts.join(", ")}.`;
}

function durationWords(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} minutes`;
  const figure = String(Math.round(hours * 10) / 10);
  return figure === "1" ? "1 hour" : `${figure} hours`;
}
