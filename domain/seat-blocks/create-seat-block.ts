import { and, eq } from "drizzle-orm";
import { holds, seatBlocks } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import { loadCohort } from "../courses/load-course.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { claimSeats } from "../seats/claims.ts";
import type { SeatBlockFields } from "./inputs.ts";

export type SeatBlock = typeof seatBlocks.$inferSelect;

/** Rows of one statement, so that no engine counts too many values. */
const ROWS_MAX = 100;

/**
 * Keeps seats of a cohort for a group until the end of a day there: each is a hold, so that held and taken never exceed the seats there are.
 * Refuses more than are free (`cohort_full`), also those that belong to whoever waits, a cohort without a number of seats, a day that is
 * over or after the last of the cohort, a code that another group of the cohort has, and a group that nobody could be of.
 */
export async function createSeatBlock(
  ctx: WriteCtx,
  input: { cohortId: string } & SeatBlockFields,
): Promise<SeatBlock> {
  authorize(ctx, "cohort.edit", {});
  const { cohortId, untilOn, ...fields } = input;
  const cohort = await loadCohort(ctx.tx, cohortId);
  if (cohort.state !== "open") throw new Refusal("wrong_state");
  const refuse = (field: string, words: ReturnType<typeof message>) =>
    new Refusal("invalid_input", { fields: { [field]: words } });
  if (cohort.capacity === null) throw refuse("seats", message("fields.block_without_seats"));
  const until = getEndOfDay(untilOn, cohort.timezone);
  if (!until || until <= ctx.now) throw refuse("untilOn", message("fields.block_day_over"));
  if (cohort.endsAt && untilOn > formatLocalDay(cohort.endsAt, cohort.timezone)) {
    throw refuse("untilOn", message("fields.block_day_after_end"));
  }
  if (fields.code === null && fields.addresses.length === 0) throw refuse("code", message("fields.block_for_nobody"));
  if (fields.code !== null) {
    const same = and(eq(seatBlocks.cohortId, cohortId), eq(seatBlocks.code, fields.code), eq(seatBlocks.state, "open"));
    const [taken] = await ctx.tx.select({ id: seatBlocks.id }).from(seatBlocks).where(same);
    if (taken) throw refuse("code", message("fields.block_code_taken"));
  }
  if (!(await claimSeats(ctx, cohortId, fields.seats, "held"))) {
    throw new Refusal("cohort_full", { fields: { seats: message("fields.block_too_few_seats") } });
  }
  const block: SeatBlock = {
    ...{ id: createId("seatBlock"), cohortId, ...fields, used: 0, until, state: "open" },
    ...{ createdAt: ctx.now, endedAt: null },
  };
  await ctx.tx.insert(seatBlocks).values(block);
  const rows = Array.from({ length: fields.seats }, () => ({
    ...{ id: createId("hold"), cohortId, blockId: block.id, state: "held" as const, until, createdAt: ctx.now },
  }));
  for (let first = 0; first < rows.length; first += ROWS_MAX) {
    await ctx.tx.insert(holds).values(rows.slice(first, first + ROWS_MAX));
  }
  await bumpCatalogueVersion(ctx);
  const after = { seatBlock: block.id, name: fields.name, seats: fields.seats, until };
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, { after });
  return block;
}
