import { and, eq, sql } from "drizzle-orm";
import { cohorts } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { ReadCtx, WriteCtx } from "../kernel/command.ts";
import { listTermProblems } from "../access/access-terms.ts";
import { assertCurrency } from "../kernel/assert-currency.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize, isAllowed } from "../policy.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { loadCohort } from "./load-course.ts";
import type { Cohort } from "./machine.ts";
import { CohortChanges } from "./inputs.ts";
import { updateSearchRow } from "./update-search-row.ts";
import { applyTaxRates } from "../tax/apply-tax-rates.ts";
import { offerSeats } from "../seats/offer-seats.ts";

/** What an edit may change. */
export const COHORT_PARTS = Object.keys(CohortChanges.shape);

/**
 * A price without tax gets it by the school's rate. Refuses a capacity below the seats that are held and taken: the UPDATE itself looks, so a seat that is sold meanwhile
 * counts; a price below the fee of its terms; a cohort that is no longer as it was `seen`; and a change to a currency that nobody pays in, while one that was kept stays. Orders that were made keep their price; the new one is for those that come.
 */
export async function editCohort(
  ctx: WriteCtx,
  input: { cohortId: string; seen?: string } & CohortChanges,
): Promise<Cohort> {
  const { cohortId, seen, ...sent } = input;
  const changes = readPrices(sent);
  authorize(ctx, "cohort.edit", {});
  const cohort = await loadCohort(ctx.tx, cohortId);
  checkDates({ ...cohort, ...changes });
  checkTerms({ ...cohort, ...changes });
  const difference = diffRow(cohort, changes);
  if (!difference) return cohort;
  if (difference.after.priceMinor !== undefined) checkFee({ ...cohort, ...changes });
  if (difference.after.currency !== undefined) assertCurrency(String(difference.after.currency));
  assertEditVersion({
    row: cohort,
    fields: COHORT_PARTS,
    wanted: changes,
    seen,
    names: { priceMinor: "price", netPriceMinor: "price", renewalPriceMinor: "renewalPrice" },
  });
  const capacity = changes.capacity ?? null;
  const [edited] = await ctx.tx
    .update(cohorts)
    .set({ ...difference.after, updatedAt: ctx.now })
    .where(
      and(
        eq(cohorts.id, cohortId),
        eq(cohorts.state, "open"),
        capacity === null ? undefined : sql`${cohorts.held} + ${cohorts.taken} <= ${capacity}`,
      ),
    )
    .returning();
  if (!edited && cohort.state !== "open") throw new Refusal("wrong_state");
  if (!edited) throw refuseSeats(cohort);
  if (edited?.netPriceMinor != null) await applyTaxRates(ctx, cohort.courseId);
  if (difference.after.name !== undefined) await updateSearchRow(ctx, cohort.courseId);
  await bumpCatalogueVersion(ctx);
  // Seats may have been added, and what was over may be open again: whoever waits comes first.
  await offerSeats(ctx, cohortId);
  await audit(ctx, "cohort.edit", { type: "cohort", id: cohortId }, difference);
  return loadCohort(ctx.tx, cohortId);
}

/** A price is given with its tax or without it. The one that is not given follows, so that none of the two is what it was. */
function readPrices({ netPriceMinor, priceMinor, ...others }: CohortChanges): CohortChanges {
  if (netPriceMinor != null) return { ...others, netPriceMinor };
  return priceMinor === undefined ? others : { ...others, priceMinor, netPriceMinor: null };
}

/** What the cohort keeps of a cancelled place is never more than it costs. */
function checkFee({ cancelFeeMinor, priceMinor }: Pick<Cohort, "cancelFeeMinor" | "priceMinor">) {
  if (cancelFeeMinor <= priceMinor) return;
  throw new Refusal("invalid_input", { fields: { price: message("fields.price_below_fee") } });
}

/** Only part of a cohort may be sent, so its terms are checked together here. */
function checkTerms(cohort: Parameters<typeof listTermProblems>[0]) {
  const fields = Object.fromEntries(listTermProblems(cohort));
  if (Object.keys(fields).length > 0) throw new Refusal("invalid_input", { fields });
}

function refuseSeats({ held, taken }: Pick<Cohort, "held" | "taken">): Refusal {
  const words = message("fields.seats_taken", { count: held + taken });
  return new Refusal("seats_below_taken", { fields: { capacity: words } });
}

/** As `editCohort` would refuse fewer seats than are taken, before the rest of what was typed is right. */
export async function checkSeats(
  ctx: ReadCtx,
  { cohortId, capacity }: { cohortId?: string | undefined; capacity?: number | null | undefined },
): Promise<void> {
  if (cohortId === undefined || capacity == null || !isAllowed(ctx.actor, "cohort.edit")) return;
  const cohort = await loadCohort(ctx.read, cohortId);
  if (cohort.held + cohort.taken > capacity) throw refuseSeats(cohort);
}

/** Only part of a cohort may be sent, so its dates are checked together here. */
function checkDates({
  startsAt,
  endsAt,
  opensAt,
  closesAt,
}: Pick<Cohort, "startsAt" | "endsAt" | "opensAt" | "closesAt">) {
  if (startsAt && endsAt && endsAt < startsAt) {
    throw new Refusal("invalid_input", { fields: { endsAt: message("fields.ends_before_start") } });
  }
  if (opensAt && closesAt && closesAt <= opensAt) {
    throw new Refusal("invalid_input", { fields: { closesAt: message("fields.closes_before_opening") } });
  }
}
