import { z } from "zod";
import { MATERIAL_KINDS } from "#db/enums.ts";
import { issue, type Issue } from "#messages/message.ts";
import { AccessDay } from "../access/inputs.ts";
import { createLineInput, createTextInput } from "../kernel/text-inputs.ts";
import { countOrNone, LENGTHS, Link } from "./inputs.ts";

/** A course has no more materials and sections than this. */
export const MATERIALS_MAX = 500;
export const SECTIONS_MAX = 100;
const PUBLISH_AFTER_DAYS_MAX = 3_650;

const Title = createLineInput(LENGTHS.title).min(1, issue("fields.title_needed"));

const PublishAfterDays = z
  .number()
  .int()
  .min(0, issue("fields.publish_days_min"))
  .max(PUBLISH_AFTER_DAYS_MAX, issue("fields.publish_days_max"));

/** Where a material stands and who sees it when. What is not sent stays as it is; of a new one it is nothing. */
const MATERIAL_PLACE = {
  /** A section of its course; null is before the first one. */
  sectionId: z.string().max(60).nullable().optional(),
  /** From that day on, on the calendar of each student's cohort. */
  publishOn: AccessDay.nullable().optional(),
  /** Instead of a day: so many days after the cohort began, or after the student enrolled where it has no beginning. */
  publishAfterDays: PublishAfterDays.nullable().optional(),
  /** Anybody may open it from the course's public page. */
  isPreview: z.boolean().optional(),
};

/** The same as a form sends it; an unticked box is not sent. */
export const MATERIAL_PLACE_FORM = {
  sectionId: z
    .string()
    .max(60)
    .transform((id) => (id === "" ? null : id))
    .default(null),
  publishOn: z.union([z.literal("").transform(() => null), AccessDay]).default(null),
  publishAfterDays: countOrNone(PublishAfterDays),
  isPreview: z
    .string()
    .optional()
    .transform((ticked) => ticked !== undefined),
};

/** What a heading over some of a course's materials says. */
export const SectionFields = z.object({ title: Title });
export type SectionFields = z.output<typeof SectionFields>;
export const SECTION_PARTS = Object.keys(SectionFields.shape);

/** Something a student opens: a text to read, a link to follow, a file to fetch. Each kind needs its own part. */
export const MaterialFields = z
  .object({
    kind: z.enum(MATERIAL_KINDS),
    title: Title,
    /** Markdown, for kind text. */
    body: createTextInput(LENGTHS.materialBody).default(""),
    url: Link.default(""),
    fileId: z.string().max(60).nullable().default(null),
    ...MATERIAL_PLACE,
  })
  .superRefine(({ kind, body, url, fileId, publishOn, publishAfterDays, isPreview }, problem) => {
    const add = (path: string, words: Issue) => problem.addIssue({ code: "custom", path: [path], message: words });
    const isDated = publishOn != null || publishAfterDays != null;
    if (publishOn != null && publishAfterDays != null) add("publishOn", issue("fields.publish_day_or_days"));
    if (isPreview && isDated) add("isPreview", issue("fields.preview_has_no_date"));
    if (kind === "text" && body === "") add("body", issue("fields.write_text"));
    if (kind === "link" && url === "") add("url", issue("fields.say_where_link_leads"));
    if (kind === "file" && !fileId) add("fileId", issue("fields.choose_file"));
  });
export type MaterialFields = z.output<typeof MaterialFields>;
