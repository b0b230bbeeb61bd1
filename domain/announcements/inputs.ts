import { z } from "zod";
import { ANNOUNCEMENT_AUDIENCES } from "#db/enums.ts";
import { BodyInput, SubjectInput } from "../tickets/inputs.ts";
import { BODY_CHARACTERS_MAX, SUBJECT_CHARACTERS_MAX } from "../tickets/machine.ts";

/** In characters. */
export const ANNOUNCEMENT_LIMITS = { subject: SUBJECT_CHARACTERS_MAX, body: BODY_CHARACTERS_MAX };

/** What is written to the students of a course, and to whom: an empty cohort is all of them. */
export const AnnouncementFields = z.object({
  cohortId: z
    .string()
    .max(60)
    .nullish()
    .transform((id) => id || null),
  audience: z.enum(ANNOUNCEMENT_AUDIENCES),
  subject: SubjectInput,
  /** Plain text. */
  body: BodyInput,
});
export type AnnouncementFields = z.output<typeof AnnouncementFields>;
