import type { z } from "zod";
import type { CohortFields, CourseFields, MeetingFields } from "#domain/courses/inputs.ts";
import { message, type Said } from "#messages/message.ts";

/** A row before the domain's schemas have validated it. */
export type CourseDraft = z.input<typeof CourseFields>;
export type CohortDraft = { externalKey: string; fields: z.input<typeof CohortFields>; meetings?: MeetingDraft[] };
export type MeetingDraft = z.input<typeof MeetingFields>;

/** What a row describes: a course, a cohort of a course, or both; or why it is rejected. */
export type Reading =
  | { courseKey: string; course?: CourseDraft; cohort?: CohortDraft }
  | { reason: Said; key?: string; course?: CourseDraft };

/** All faults of a row in one sentence, so that one run shows everything to mend. */
export function joinReasons(reasons: readonly Said[]): Said | undefined {
  const [first, ...others] = reasons;
  return (
    first && others.reduce<Said>((before, next) => message("imports.and_also", { first: before, second: next }), first)
  );
}

export type Row = Readonly<Record<string, string>>;

/** Values of the school for what the file does not say. */
export type Defaults = { timezone: string; currency: string };

/** One kind of file, known by its header. */
export type Format = {
  /** The name for people. */
  name: Said;
  /** The source under which its keys are stored, unless the command gives another. */
  source: string;
  /** The columns that must be there. Case, blanks and dashes in a header do not count. */
  columns: readonly string[];
  /** The columns that may be there, where any other one is a mistake; a format that is not ours may have any. */
  others?: readonly string[];
  /** Whether a cell may be quoted; a tab-separated export never is, and may hold a lone quotation mark. */
  quoted: boolean;
  /** Whether several rows may be about one course (each with an offering of its own), or a second one is a mistake. */
  coursesRepeat: boolean;
  /** What a row lacks whose course is not there, where a row can describe its course. */
  explainMissingCourse?: (key: string) => Said;
  read(row: Row, defaults: Defaults): Reading;
};

/** Text of a file that was not written as Markdown, so that its stars and brackets stay what they are. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, (sign) => `\\${sign}`).replace(/^(\s*)([-+]|\d+[.)])(?=\s)/gm, "$1\\$2");
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** `&amp;` and its like, which some exports leave in the text. */
export function decodeEntities(text: string): string {
  return text
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_whole, name: string) => ENTITIES[name] ?? "")
    .replace(/&#(\d{1,6});/g, (whole, code: string) => {
      const point = Number(code);
      return point > 31 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    });
}

/** One line, without the breaks and runs of blanks that a cell may hold. */
export function toSingleLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The first sentence or two, for the list; cut at a word when the sentence is long. */
export function summarise(text: string, charactersMax = 280): string {
  const line = toSingleLine(text);
  if (line.length <= charactersMax) return line;
  const sentence = /^.{60,}?[.!?](?=\s)/.exec(line.slice(0, charactersMax))?.[0];
  return sentence ?? `${line.slice(0, charactersMax).replace(/\s+\S*$/, "")} …`;
}

/** A text no longer than a name may be, cut at a word. */
export function truncate(text: string, charactersMax: number): string {
  return text.length <= charactersMax ? text : `${text.slice(0, charactersMax - 2).replace(/\s+\S*$/, "")} …`;
}
