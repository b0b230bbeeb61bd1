import { and, eq, ne, sql } from "drizzle-orm";
import { z } from "zod";
import { meetings } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput, createTextInput } from "../kernel/text-inputs.ts";
import { authorize } from "../policy.ts";
import { LanguageTag } from "../settings/inputs.ts";
import { LENGTHS } from "./inputs.ts";
import { MEETING_TEXTS } from "./course-texts.ts";
import { getCohortLanguage } from "./load-course.ts";
import { mergeTranslation } from "./merge-translation.ts";
import type { Meeting } from "./sync-meetings.ts";

/** A meeting's texts in another language than its course was written in. What is left empty is shown as it was written. */
export const MeetingTranslation = z.object({
  language: LanguageTag,
  title: createLineInput(LENGTHS.title).optional(),
  note: createTextInput(LENGTHS.meetingNote).optional(),
  place: createLineInput(LENGTHS.place).optional(),
});

export type MeetingTranslation = z.output<typeof MeetingTranslation> & {
  meetingId: string;
  seen?: string;
  /** Whether the cohort's other meetings that say the same get the same: twelve evenings are often called alike. */
  withAlike?: boolean;
};

/**
 * Gives a meeting's texts in one language; with none of them, takes that language out. Calendars show them, so it counts as a change
 * of the meeting. Refuses what changed since it was `seen`.
 */
export async function translateMeeting(ctx: WriteCtx, input: MeetingTranslation): Promise<Meeting> {
  const { meetingId, seen, withAlike = false, ...given } = input;
  authorize(ctx, "cohort.edit", {});
  const [meeting] = await ctx.tx.select().from(meetings).where(eq(meetings.id, meetingId));
  if (!meeting) throw new Refusal("not_found");
  const written = await getCohortLanguage(ctx.tx, meeting.cohortId);
  const translated = await giveTexts(ctx, meeting, { ...given, written, seen });
  const others = withAlike ? await loadAlike(ctx, meeting) : [];
  const changed = [translated];
  for (const other of others) changed.push(await giveTexts(ctx, other, { ...given, written }));
  if (changed.some((each) => each !== undefined)) await bumpCatalogueVersion(ctx);
  return translated ?? meeting;
}

type Given = z.output<typeof MeetingTranslation> & { written: string; seen?: string };

/** Undefined when it has these texts already. */
async function giveTexts(ctx: StepCtx, meeting: Meeting, given: Given): Promise<Meeting | undefined> {
  const { language, written, seen, ...texts } = given;
  const merged = mergeTranslation({
    present: meeting.translations,
    fields: MEETING_TEXTS,
    language,
    written,
    texts,
    seen,
  });
  if (!merged) return undefined;
  const { translations, before, after } = merged;
  const [translated] = await ctx.tx
    .update(meetings)
    .set({ translations, sequence: sql`${meetings.sequence} + 1`, changedAt: ctx.now })
    .where(eq(meetings.id, meeting.id))
    .returning();
  await audit(
    ctx,
    "cohort.edit",
    { type: "cohort", id: meeting.cohortId },
    { before: { meeting: { id: meeting.id, [language]: before } }, after: { meeting: { [language]: after } } },
  );
  return translated;
}

async function loadAlike(ctx: StepCtx, { id, cohortId, title, note, place }: Meeting): Promise<Meeting[]> {
  const alike = { cohortId, title, note, place };
  return ctx.tx
    .select()
    .from(meetings)
    .where(
      and(
        ne(meetings.id, id),
        ...Object.entries(alike).map(([field, text]) => eq(meetings[field as keyof typeof alike], text)),
      ),
    );
}
