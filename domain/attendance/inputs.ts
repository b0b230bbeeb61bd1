import { z } from "zod";
import { ATTENDANCE_STATES } from "#db/enums.ts";
import { DAY_MS } from "../kernel/clock.ts";

/** How many marks are sent at once at most: a phone that was offline sends the rest afterwards. */
export const MARKS_MAX = 200;

/** Marks that waited longer count as this old. */
const AGE_MS_MAX = 60 * DAY_MS;

/** A key that the sender gives its mark, so that one that is sent again is taken once. */
export const MarkKey = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);

/** One mark as a browser sends it: how long ago it was made, by the browser's own clock, which may be wrong but does run. */
const SentMark = z.strictObject({
  enrolmentId: z.string().max(60),
  state: z.enum(ATTENDANCE_STATES),
  key: MarkKey,
  ageMs: z
    .number()
    .min(0)
    .transform((ms) => Math.min(ms, AGE_MS_MAX)),
});

export const SentMarks = z.strictObject({ marks: z.array(SentMark).min(1).max(MARKS_MAX) });
