import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { type AgreedTerms, cohorts, type enrolments, payments } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import { pickCancelTerms } from "../courses/agreed-terms.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { findMoneyTrouble, getPlaceMoney, type MoneyTrouble, type PlaceMoney } from "./get-place-money.ts";

/** Where a place was when it last counted: its cohort's list price then and now, and what it was worth, in minor units. */
export type MoveStart = { cohortId: string; thenMinor: number; nowMinor: number; worthMinor: number };

/** `keptMinor`: what the place stays worth at least, however cheap its next cohort is. */
export type MoveMoney = {
  money: PlaceMoney | undefined;
  isSimple: boolean;
  /** Why it is not, where that is known; else a part is being paid at this moment. */
  trouble?: MoneyTrouble | null;
  keptMinor: number;
  start: MoveStart | undefined;
};

type Cohort = typeof cohorts.$inferSelect;
type Place = { enrolment: typeof enrolments.$inferSelect; cohort: Cohort };

/** The money of a place, as `computeMovePrice` wants to know it. */
export async function getMoveMoney(read: Reader | Tx, now: Date, { enrolment, cohort }: Place): Promise<MoveMoney> {
  const money = await getPlaceMoney(read, enrolment);
  if (!money) return { money, isSimple: false, keptMinor: 0, start: undefined };
  const trouble = await findMoneyTrouble(read, money);
  const isSimple = trouble === null && !(await isPartSettling(read, money));
  const start = await findStart(read, now, { money, cohort });
  const { boughtMinor, currency } = money;
  const picked = pickCancelTerms(money.terms, cohort, { paid: { minor: boughtMinor, currency }, now });
  // What moves have added goes back by a move; of the purchase itself no more than if it were given back now.
  const byTermsMinor = boughtMinor - (picked.kind === "open" ? picked.returnedMinor : 0);
  return { money, isSimple, trouble, keptMinor: Math.min(byTermsMinor, start?.worthMinor ?? byTermsMinor), start };
}

/** Whether money for the next parts is under way, and nobody can stop it: what they come to cannot change then. */
async function isPartSettling(read: Reader | Tx, { openMinor, orders }: PlaceMoney): Promise<boolean> {
  if (openMinor === 0) return false;
  const ids = orders.map(({ order }) => order.id);
  const [settling] = await read
    .select({ id: payments.id })
    .from(payments)
    .where(
      and(
        ...[inArray(payments.orderId, ids), eq(payments.state, "pending")],
        ...[ne(payments.provider, "bank"), isNull(payments.checkoutUrl)],
      ),
    )
    .limit(1);
  return settling !== undefined;
}

/** The same for the office, which gives back all that another cohort costs less, whatever the terms say. */
export const removeTerms = (money: MoveMoney): MoveMoney => ({ ...money, keptMinor: 0 });

/**
 * The purchase, or a move on a day before, or one that the office has made without the difference. The moves of one day count from the same
 * start, so that one who comes back where they were has paid nothing in sum, by whatever way they came.
 */
async function findStart(
  read: Reader | Tx,
  now: Date,
  { money, cohort }: { money: PlaceMoney; cohort: Cohort },
): Promise<MoveStart | undefined> {
  const terms = (money.terms ?? []).filter(({ currency }) => currency === money.currency);
  const today = formatLocalDay(now, cohort.timezone);
  const isBefore = ({ agreedAt, isUnsettled }: AgreedTerms) =>
    isUnsettled === true || formatLocalDay(new Date(agreedAt), cohort.timezone) < today;
  const at = Math.max(0, terms.findLastIndex(isBefore));
  const entry = terms[at];
  if (!entry) return undefined;
  const nowMinor = entry.cohortId === cohort.id ? cohort.priceMinor : await loadListPrice(read, entry.cohortId);
  const since = money.moved.filter(({ decidedAt }) => decidedAt !== null && decidedAt > new Date(entry.agreedAt));
  const sinceMinor = since.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0);
  const worthMinor = at === 0 ? money.boughtMinor : money.costMinor - sinceMinor;
  const thenMinor = at === 0 ? money.bought.listMinor : (entry.priceMinor ?? nowMinor);
  return { cohortId: entry.cohortId, thenMinor, nowMinor, worthMinor };
}

async function loadListPrice(read: Reader | Tx, cohortId: string): Promise<number> {
  const [cohort] = await read.select({ priceMinor: cohorts.priceMinor }).from(cohorts).where(eq(cohorts.id, cohortId));
  return cohort?.priceMinor ?? 0;
}
