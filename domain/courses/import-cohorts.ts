import { and, eq, inArray, or, sql } from "drizzle-orm";
import { cohorts, courses } from "#db/schema/index.ts";
import { message, type Message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { type Difference, diffRow } from "../kernel/diff-row.ts";
import type { Imported } from "./import-courses.ts";
import { insertCohort } from "./insert-cohort.ts";
import type { Cohort } from "./machine.ts";
import { hasLostMeetings, syncMeetings } from "./sync-meetings.ts";
import type { CohortFields, MeetingFields } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";
import { offerSeats } from "../seats/offer-seats.ts";

export type ImportedCohort = {
  /** The cohort's name at its source, or its id here, as an export wrote it. */
  externalKey: string;
  /** The key of its course at the same source, or its id here. */
  courseKey: string;
  fields: CohortFields;
  /** All of its dated meetings; undefined where the file says nothing of them. */
  meetings?: MeetingFields[];
};

/** A row that cannot be taken says why; the others of its batch are taken all the same. */
export type ImportedCohortOutcome = Imported | { reason: Message };

/**
 * Makes or changes the cohorts that have these keys at their source, with their dated meetings. What is already as the file
 * says is left alone. A row is given back with its reason when its course is not there, belongs to another course than
 * before, was cancelled, or would have fewer seats than are taken.
 */
export async function importCohorts(
  ctx: WriteCtx,
  input: { source: string; rows: ImportedCohort[] },
): Promise<ImportedCohortOutcome[]> {
  authorize(ctx, "course.import", {});
  const { source, rows } = input;
  const courseIds = await courseIdsOf(ctx, source, rows);
  const present = await presentCohorts(ctx, source, rows);
  const outcomes: ImportedCohortOutcome[] = [];
  const renamed = new Set<string>();
  for (const row of rows) {
    const courseId = courseIds.get(row.courseKey);
    const cohort = present.get(row.externalKey);
    if (!courseId) {
      outcomes.push({ reason: message("imports.no_course", { key: row.courseKey }) });
      continue;
    }
    const done = cohort ? await bringUpToDate(ctx, cohort, courseId, row) : await make(ctx, source, courseId, row);
    outcomes.push(done.outcome);
    if (!done.change) continue;
    if (!cohort || done.change.after.name !== undefined) renamed.add(courseId);
    await audit(ctx, "course.import", { type: "cohort", id: done.id }, done.change);
  }
  for (const courseId of renamed) await updateSearchRow(ctx, courseId);
  if (outcomes.some((outcome) => outcome === "made" || outcome === "changed")) await bumpCatalogueVersion(ctx);
  return outcomes;
}

type Done = { outcome: ImportedCohortOutcome; id: string; change?: Difference };

async function make(ctx: StepCtx, source: string, courseId: string, row: ImportedCohort): Promise<Done> {
  const { externalKey, fields, meetings } = row;
  const { id } = await insertCohort(ctx, { ...fields, courseId }, { source, externalKey });
  if (meetings && meetings.length > 0) await syncMeetings(ctx, id, meetings);
  const { name, capacity, priceMinor, currency } = fields;
  const after = { course: courseId, name, capacity, priceMinor, currency, source, externalKey };
  return { outcome: "made", id, change: { before: {}, after } };
}

/** A file says nothing of renewals, and what the office has set stays. Days that it names take the place of a day. */
function withoutTerms(fields: CohortFields): Partial<CohortFields> {
  const {
    accessUntil: _,
    renewal: __,
    renewalDays: ___,
    renewalPriceMinor: ____,
    renewalsMax: _____,
    completionMaterialsPercent: ______,
    completionAttendancePercent: _______,
    ...said
  } = fields;
  return said.accessDays === null ? said : { ...said, accessUntil: null };
}

async function bringUpToDate(ctx: StepCtx, cohort: Cohort, courseId: string, row: ImportedCohort): Promise<Done> {
  const refused = (reason: Message): Done => ({ outcome: { reason }, id: cohort.id });
  if (cohort.courseId !== courseId) return refused(message("imports.other_course"));
  const difference = diffRow(cohort, withoutTerms(row.fields));
  if (difference && cohort.state !== "open") return refused(message("imports.was_cancelled"));
  const lost = row.meetings !== undefined && (await hasLostMeetings(ctx.tx, cohort.id, row.meetings));
  if (lost) return refused(message("imports.meeting_in_use"));
  if (difference) {
    const { capacity } = row.fields;
    const [edited] = await ctx.tx
      .update(cohorts)
      .set({ ...difference.after, updatedAt: ctx.now })
      .where(
        and(
          eq(cohorts.id, cohort.id),
          capacity === null ? undefined : sql`${cohorts.held} + ${cohorts.taken} <= ${capacity}`,
        ),
      )
      .returning({ id: cohorts.id });
    const count = cohort.held + cohort.taken;
    if (!edited) return refused(message("imports.more_seats_taken", { count, capacity: capacity ?? 0 }));
    await offerSeats(ctx, cohort.id);
  }
  const { gone, added } = row.meetings ? await syncMeetings(ctx, cohort.id, row.meetings) : { gone: [], added: [] };
  if (!difference && gone.length === 0 && added.length === 0) return { outcome: "same", id: cohort.id };
  const meetings = gone.length + added.length > 0;
  return {
    outcome: "changed",
    id: cohort.id,
    change: {
      before: { ...difference?.before, ...(meetings ? { meetings: gone.map(({ startsAt }) => startsAt) } : {}) },
      after: { ...difference?.after, ...(meetings ? { meetings: added.map(({ startsAt }) => startsAt) } : {}) },
    },
  };
}

async function courseIdsOf(ctx: StepCtx, source: string, rows: ImportedCohort[]): Promise<Map<string, string>> {
  const keys = [...new Set(rows.map(({ courseKey }) => courseKey))];
  const found = await ctx.tx
    .select({ id: courses.id, externalKey: courses.externalKey })
    .from(courses)
    .where(or(inArray(courses.id, keys), and(eq(courses.source, source), inArray(courses.externalKey, keys))));
  return new Map(found.flatMap(({ id, externalKey }) => [[externalKey ?? "", id] as const, [id, id] as const]));
}

async function presentCohorts(ctx: StepCtx, source: string, rows: ImportedCohort[]): Promise<Map<string, Cohort>> {
  const keys = rows.map(({ externalKey }) => externalKey);
  const found = await ctx.tx
    .select()
    .from(cohorts)
    .where(or(inArray(cohorts.id, keys), and(eq(cohorts.source, source), inArray(cohorts.externalKey, keys))));
  return new Map(
    found.flatMap((cohort) => [[cohort.externalKey ?? "", cohort] as const, [cohort.id, cohort] as const]),
  );
}
