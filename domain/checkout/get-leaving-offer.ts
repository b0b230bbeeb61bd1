import { and, eq, inArray } from "drizzle-orm";
import { type AgreedTerms, cohorts, enrolments, orderLines, orders, renewals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { Money } from "../kernel/money.ts";
import {
  findMoneyTrouble,
  getMissingMinor,
  getPlaceMoney,
  type MoneyTrouble,
  type PlaceMoney,
} from "./get-place-money.ts";
import { listLeft } from "./load-ending-lines.ts";
import { pickPlaceTerms } from "./pick-place-terms.ts";

/**
 * How a student gives back an active place of their own. `ask`: the office decides, because it is paid and its terms (agreed-terms.ts) do not
 * allow it (`not_offered`), because it is too late by them (`too_late`) or by the cohort's beginning (`begun`), because a renewal was bought (`renewed`), or because of
 * what became of its money (`MoneyTrouble`). What the office has given back of it, and has gone, counts to the share of the terms and is in nobody's way.
 */
export type LeavingOffer = {
  enrolmentId: string;
  how: "now" | "ask";
  why?: "begun" | "not_offered" | "too_late" | "renewed" | MoneyTrouble;
  /**
   * What was paid, what comes back of it and what the school keeps; none for a place that has cost nothing. `owed`: what of a plan that has
   * brought less than the school keeps by the terms is still to be paid. `counted`: what a move to a cheaper date has given back, or taken off, already: the share of the terms counts it.
   */
  paid: { paid: Money; returned: Money; kept: Money; owed: Money; counted: Money } | null;
  /** By which terms that is so. */
  terms?: { percent: number; fee: Money };
  /** Until when; none where nothing ends it. */
  until: Date | null;
};

/** How an active place can be given back; undefined when there is no such place, or it is not active. */
export async function getLeavingOffer(
  read: Reader | Tx,
  now: Date,
  enrolmentId: string,
): Promise<LeavingOffer | undefined> {
  const [row] = await read
    .select({ enrolment: enrolments, cohort: cohorts, terms: orderLines.terms })
    .from(enrolments)
    .innerJoin(cohorts, eq(cohorts.id, enrolments.cohortId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .where(and(eq(enrolments.id, enrolmentId), eq(enrolments.state, "active")));
  if (!row) return undefined;
  const { cohort, enrolment, terms } = row;
  const ask = (why: LeavingOffer["why"], until: Date | null = cohort.startsAt): LeavingOffer => ({
    ...{ enrolmentId, how: "ask", paid: null, until },
    ...(why ? { why } : {}),
  });
  if (cohort.startsAt && cohort.startsAt <= now) return ask("begun");
  const isRenewed = await hasPaidRenewal(read, enrolmentId);
  const money = await getPlaceMoney(read, enrolment);
  const paidMinor = money?.paidMinor ?? 0;
  const hasCost = money !== undefined && (money.costMinor > 0 || paidMinor > 0);
  if (!hasCost && !isRenewed) return { enrolmentId, how: "now", paid: null, until: cohort.startsAt };
  const currency = money?.currency ?? cohort.currency;
  const held = money ?? { paidMinor: 0, costMinor: 0, boughtMinor: 0, openMinor: 0 };
  const agreed = pickPlaceTerms(terms, cohort, { money: held, currency, now });
  if (agreed.kind === "none") return ask("not_offered");
  if (agreed.kind === "late") return ask("too_late", agreed.until);
  if (isRenewed || !money) return ask("renewed", agreed.until);
  const trouble = await findMoneyTrouble(read, money);
  const goneMinor = trouble === "moved" ? await findGone(read, money) : 0;
  if (trouble !== null && goneMinor === 0) return ask(trouble, agreed.until);
  return byTerms(enrolmentId, cohort, { terms, money, goneMinor, currency, now }) ?? ask("moved", agreed.until);
}

/** What has gone back of a place of which some is missing, in minor units, where that is what is missing; nothing where it is not. */
async function findGone(read: Reader | Tx, money: PlaceMoney): Promise<number> {
  const left = await listLeft(
    read,
    money.orders.map(({ order }) => order.id),
  );
  const goneMinor = left.reduce((sum, each) => sum + each.goneMinor, 0);
  return goneMinor >= getMissingMinor(money) ? goneMinor : 0;
}

type Held = { terms: AgreedTerms[] | null; money: PlaceMoney; goneMinor: number; currency: string; now: Date };

function byTerms(
  enrolmentId: string,
  cohort: typeof cohorts.$inferSelect,
  { terms, money, goneMinor, currency, now }: Held,
): LeavingOffer | undefined {
  const agreed = pickPlaceTerms(terms, cohort, { money, goneMinor, currency, now });
  if (agreed.kind !== "open") return undefined;
  const { until, returnedMinor, keptMinor, owedMinor, countedMinor } = agreed;
  const amount = (minor: number): Money => ({ minor, currency });
  const paid = {
    ...{ paid: amount(money.paidMinor), returned: amount(returnedMinor) },
    ...{ kept: amount(keptMinor), owed: amount(owedMinor), counted: amount(countedMinor) },
  };
  const { cancelPercent: percent, cancelFeeMinor } = agreed.terms;
  return { enrolmentId, how: "now", paid, until, terms: { percent, fee: amount(cancelFeeMinor) } };
}

async function hasPaidRenewal(read: Reader | Tx, enrolmentId: string): Promise<boolean> {
  const bought = await read
    .select({ totalMinor: orders.totalMinor })
    .from(renewals)
    .innerJoin(orderLines, eq(orderLines.id, renewals.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(renewals.enrolmentId, enrolmentId), inArray(renewals.state, ["awaiting_payment", "granted"])));
  return bought.some(({ totalMinor }) => totalMinor > 0);
}
