import type { cohorts, enrolments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { getPlaceMoney, isMoneySimple, type PlaceMoney } from "./get-place-money.ts";
import { pickPlaceTerms } from "./pick-place-terms.ts";

/** `returnableMinor`: what would come back by the terms if the place were given back now; nothing where the office is asked. */
export type MoveMoney = { money: PlaceMoney | undefined; isSimple: boolean; returnableMinor: number };

type Place = { enrolment: typeof enrolments.$inferSelect; cohort: typeof cohorts.$inferSelect };

/** The money of a place, as `computeMovePrice` wants to know it. */
export async function getMoveMoney(read: Reader | Tx, now: Date, { enrolment, cohort }: Place): Promise<MoveMoney> {
  const money = await getPlaceMoney(read, enrolment);
  if (!money) return { money, isSimple: false, returnableMinor: 0 };
  const picked = pickPlaceTerms(money.terms, cohort, { money, currency: money.currency, now });
  const returnableMinor = picked.kind === "open" ? picked.returnedMinor : 0;
  return { money, isSimple: await isMoneySimple(read, money), returnableMinor };
}

/** The same for the office, which gives back all that another cohort costs less, whatever the terms say. */
export const removeTerms = (money: MoveMoney): MoveMoney => ({ ...money, returnableMinor: Number.MAX_SAFE_INTEGER });
