import { and, eq, inArray } from "drizzle-orm";
import { cohorts, enrolments, orderLines, orders, renewals } from "#db/schema/index.ts";
import type { Reader, Tx } from "#db/types.ts";
import type { Money } from "../kernel/money.ts";
import { getPlaceMoney, isMoneySimple } from "./get-place-money.ts";
import { pickPlaceTerms } from "./pick-place-terms.ts";

/**
 * How a student gives back an active place of their own. `ask`: the office decides, because it is paid and its terms (agreed-terms.ts) do not
 * allow it (`not_offered`), because it is too late by them (`too_late`) or by the cohort's beginning (`begun`), or because the money of
 * it is no longer simple (`money`): some went back, a bank disputes it, or a renewal was bought.
 */
export type LeavingOffer = {
  enrolmentId: string;
  how: "now" | "ask";
  why?: "begun" | "not_offered" | "too_late" | "money";
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
  const { until, returnedMinor, keptMinor, owedMinor, countedMinor } = agreed;
  if (isRenewed || !money || !(await isMoneySimple(read, money))) return ask("money", until);
  const amount = (minor: number): Money => ({ minor, currency });
  const paid = {
    ...{ paid: amount(paidMinor), returned: amount(returnedMinor) },
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
