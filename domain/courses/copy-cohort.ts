import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { certificateTerms, cohorts, enrolmentQuestions, meetings } from "#db/schema/index.ts";
import { issue, message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { addLocalDays, formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { createLineInput } from "../kernel/text-inputs.ts";
import { recordState } from "../kernel/transitions.ts";
import { authorize } from "../policy.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { parseHolidays } from "../settings/parse-holidays.ts";
import { copyQuestions } from "./copy-questions.ts";
import { copyRules } from "./copy-rules.ts";
import { LENGTHS } from "./inputs.ts";
import { loadCohort } from "./load-course.ts";
import type { Cohort } from "./machine.ts";
import { countDays, moveDay, moveMeetings } from "./move-meetings.ts";
import { applyTaxRates } from "../tax/apply-tax-rates.ts";
import { asMade, type Meeting } from "./sync-meetings.ts";
import { updateSearchRow } from "./update-search-row.ts";

export const COPIES_MAX = 20;
export const WEEKS_BETWEEN_MAX = 104;
const WEEK_DAYS = 7;

/** How a cohort is copied. `everyWeeks` after the first one where it has no day of its own, and after one another. */
export const CohortCopies = z.object({
  name: createLineInput(LENGTHS.cohortName).min(1, issue("fields.cohort_name_needed")),
  /** The day on which the first copy begins, in the cohort's timezone. */
  firstOn: z.iso.date().nullable().default(null),
  everyWeeks: z.number().int().min(1).max(WEEKS_BETWEEN_MAX).default(1),
  copies: z.number().int().min(1).max(COPIES_MAX).default(1),
});
export type CohortCopies = z.output<typeof CohortCopies>;

/**
 * Makes cohorts like this one, with its meetings on new days: by whole weeks, or from a chosen first day, and several of them so many
 * weeks apart. The clock's hours stay, and what would fall on a holiday of the school comes at the end. Seats, enrolments and what was
 * decided of it are not copied. Refuses a day that is none to count from, because the cohort has no beginning.
 */
export async function copyCohort(ctx: WriteCtx, input: { cohortId: string } & CohortCopies): Promise<Cohort[]> {
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, input.cohortId);
  const hours = await ctx.tx
    .select()
    .from(meetings)
    .where(eq(meetings.cohortId, cohort.id))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
  const holidays = parseHolidays((await getSchoolSettings(ctx.tx)).holidays) ?? new Set<string>();
  const first = findFirstShift(cohort, hours, input);
  const copies: Cohort[] = [];
  for (let turn = 0; turn < input.copies; turn++) {
    const days = first + turn * input.everyWeeks * WEEK_DAYS;
    const name = input.copies === 1 ? input.name : `${input.name} ${turn + 1}`;
    if ([...name].length > LENGTHS.cohortName) {
      const words = message("fields.characters_max", { count: LENGTHS.cohortName });
      throw new Refusal("invalid_input", { fields: { name: words } });
    }
    copies.push(await insertCopy(ctx, cohort, { hours, name, days, holidays }));
  }
  // On other days another rate may count.
  if (cohort.netPriceMinor !== null) await applyTaxRates(ctx, cohort.courseId);
  await updateSearchRow(ctx, cohort.courseId);
  await bumpCatalogueVersion(ctx);
  for (const { id, name } of copies) {
    await audit(ctx, "cohort.edit", { type: "cohort", id }, { after: { name, copyOf: cohort.id } });
  }
  return copies;
}

/** By how many days the first copy is later. */
function findFirstShift(cohort: Cohort, hours: Meeting[], { firstOn, everyWeeks }: CohortCopies): number {
  if (firstOn === null) return everyWeeks * WEEK_DAYS;
  const begins = hours[0]?.startsAt ?? cohort.startsAt;
  if (!begins) {
    throw new Refusal("invalid_input", { fields: { firstOn: message("admin_courses.copy_without_beginning") } });
  }
  return countDays(formatLocalDay(begins, cohort.timezone), firstOn);
}

type Shift = { hours: Meeting[]; name: string; days: number; holidays: ReadonlySet<string> };

async function insertCopy(ctx: StepCtx, cohort: Cohort, { hours, name, days, holidays }: Shift): Promise<Cohort> {
  const { timezone } = cohort;
  const moved = moveMeetings(hours, { days, timezone, holidays });
  if (!moved) {
    throw new Refusal("invalid_input", { fields: { firstOn: message("admin_courses.copy_only_holidays") } });
  }
  const later = (at: Date | null) => at && addLocalDays(at, days, timezone);
  const lastEnd = moved.at(-1)?.endsAt ?? null;
  const endsAt = later(cohort.endsAt);
  const copy: Cohort = {
    ...cohort,
    ...{ id: createId("cohort"), name, state: "open", held: 0, taken: 0, source: null, externalKey: null },
    startsAt: later(cohort.startsAt),
    endsAt: endsAt && lastEnd && lastEnd > endsAt ? lastEnd : endsAt,
    ...{ opensAt: later(cohort.opensAt), closesAt: later(cohort.closesAt), confirmBy: later(cohort.confirmBy) },
    accessUntil: moveDay(cohort.accessUntil, days),
    ...{ confirmedAt: null, decisionRemindedAt: null, createdAt: ctx.now, updatedAt: ctx.now },
    // The name is another one in every language.
    translations: cohort.translations && withoutNames(cohort.translations),
  };
  await ctx.tx.insert(cohorts).values(copy);
  await recordState(ctx, { type: "cohort", id: copy.id }, null, "open");
  const rows = moved.map((hour) => ({
    ...hour,
    ...asMade,
    translations: hour.translations,
    id: createId("meeting"),
    cohortId: copy.id,
  }));
  if (rows.length > 0) await ctx.tx.insert(meetings).values(rows);
  const [terms] = await ctx.tx.select().from(certificateTerms).where(eq(certificateTerms.cohortId, cohort.id));
  if (terms) await ctx.tx.insert(certificateTerms).values({ ...terms, cohortId: copy.id, updatedAt: ctx.now });
  const own = and(eq(enrolmentQuestions.cohortId, cohort.id), isNull(enrolmentQuestions.retiredAt));
  const at = { courseId: cohort.courseId, cohortId: copy.id };
  const questionIds = await copyQuestions(ctx, own as NonNullable<typeof own>, at);
  await copyRules(ctx, cohort.id, { cohortId: copy.id, days, questionIds });
  return copy;
}

const withoutNames = (translations: NonNullable<Cohort["translations"]>) =>
  Object.fromEntries(Object.entries(translations).map(([tag, { name: _, ...others }]) => [tag, others]));
