import { cancelledMeetings, type meetings } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";

/** SQLite takes at most 32,766 parameters in a statement. */
const ROWS_AT_ONCE = 400;

/** The step that every removal shares: keeps what calendars need to know of meetings that are gone. */
export async function cancelMeetings(ctx: StepCtx, gone: readonly (typeof meetings.$inferSelect)[]): Promise<void> {
  const rows = gone.map(({ id, cohortId, title, startsAt, endsAt, place, translations, sequence }) => ({
    id,
    cohortId,
    title,
    startsAt,
    endsAt,
    place,
    translations,
    sequence: sequence + 1,
    cancelledAt: ctx.now,
  }));
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await ctx.tx.insert(cancelledMeetings).values(rows.slice(from, from + ROWS_AT_ONCE));
  }
}
