import { getTableColumns, type SQL, sql } from "drizzle-orm";
import { cancelledMeetings, cohorts, courses, type materialSections, meetings } from "#db/schema/index.ts";
import type { Course } from "./machine.ts";

/** What of a course, a cohort and a meeting can be given in other languages. */
export const COURSE_TEXTS = ["title", "summary", "description"] as const;
export const COHORT_TEXTS = ["name", "place"] as const;
export const MEETING_TEXTS = ["title", "note", "place"] as const;
export const SECTION_TEXTS = ["title"] as const;

type Text = (typeof COURSE_TEXTS)[number];
type Translated = Partial<Pick<Course, Text>> & Pick<Course, "translations" | "language">;

/** In which language each of a course's texts stands: a page in another one has to say so. */
export type TextLanguages = Record<Text, string>;

/** A course's texts in a language, and which of them are in it. What is not given in it stands as it was written. */
export function localizeCourse<Row extends Translated>(
  course: Row,
  wanted: string | undefined,
): Row & { textLanguages: TextLanguages } {
  return localizeTexts(course, COURSE_TEXTS, { written: course.language, wanted });
}

/** The texts of a cohort, in the language of its course or in the one that is wanted. */
export function localizeCohort<Row extends CohortTexts>(cohort: Row, languages: Languages) {
  return localizeTexts(cohort, COHORT_TEXTS, languages);
}

type CohortTexts = Pick<typeof cohorts.$inferSelect, "name" | "place" | "translations">;

/** The texts of a meeting of a cohort as it was written. Where it takes place where the others do, that is said once, of the cohort. */
export function localizeMeeting<Row extends MeetingTexts>(meeting: Row, cohort: CohortTexts, languages: Languages) {
  const usual = meeting.place === cohort.place ? { place: cohort.translations?.[languages.wanted ?? ""]?.place } : {};
  return localizeTexts(meeting, MEETING_TEXTS, languages, usual);
}

type MeetingTexts = Pick<typeof meetings.$inferSelect, "title" | "note" | "place" | "translations">;

/** The title of a section over some of a course's materials. */
export function localizeSection<Row extends Pick<typeof materialSections.$inferSelect, "title" | "translations">>(
  section: Row,
  languages: Languages,
) {
  return localizeTexts(section, SECTION_TEXTS, languages);
}

/** The language in which a course was written, as what belongs to it is, and the one that is wanted. */
export type Languages = { written: string; wanted: string | undefined };

function localizeTexts<Field extends string, Row extends { translations: Record<string, object> | null }>(
  row: Row,
  fields: readonly Field[],
  { written, wanted }: Languages,
  usual: Partial<Record<string, unknown>> = {},
): Row & { textLanguages: Record<Field, string> } {
  const own: Partial<Record<string, unknown>> = wanted === undefined ? {} : { ...row.translations?.[wanted] };
  const given = Object.fromEntries(fields.map((field) => [field, own[field] || usual[field]]));
  const texts = fields.filter((field) => field in row && given[field]);
  const languages = fields.map((field) => [field, texts.includes(field) ? wanted : written]);
  return {
    ...row,
    ...Object.fromEntries(texts.map((field) => [field, given[field]])),
    textLanguages: Object.fromEntries(languages) as Record<Field, string>,
  };
}

type TextColumn =
  | (typeof courses)["title" | "summary"]
  | (typeof cohorts)["name" | "place"]
  | (typeof meetings)["title" | "note" | "place"]
  | (typeof cancelledMeetings)["title" | "place"];

/** SQL: what is given of a text in a language, of a meeting's place also by its cohort. */
function selectGiven(text: TextColumn, wanted: string): SQL {
  const own = selectOwn(text, wanted);
  if (text !== meetings.place && text !== cancelledMeetings.place) return own;
  return sql`coalesce(${own}, case when ${text} = ${cohorts.place} then ${selectOwn(cohorts.place, wanted)} end)`;
}

function selectOwn(text: TextColumn, wanted: string): SQL {
  const { translations } = getTableColumns(text.table as typeof courses);
  return sql`nullif((${translations} -> cast(${wanted} as text)) ->> ${sql.raw(`'${text.name}'`)}, '')`;
}

/** SQL: one of the texts as it is localized above, for what selects it beside other things. With a meeting, its cohort is joined. */
export function selectText(text: TextColumn, wanted: string | undefined): SQL<string> {
  if (wanted === undefined) return sql<string>`${text}`;
  return sql<string>`coalesce(${selectGiven(text, wanted)}, ${text})`;
}

/** SQL: in which language that text stands, which a page in another one has to say. The course is joined. */
export function selectTextLanguage(text: TextColumn, wanted: string | undefined): SQL<string> {
  if (wanted === undefined) return sql<string>`${courses.language}`;
  return sql<string>`case when ${selectGiven(text, wanted)} is null then ${courses.language} else cast(${wanted} as text) end`;
}
