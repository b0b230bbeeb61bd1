import { and, asc, desc, eq, gt, inArray, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { gatherRows } from "#db/json-list.ts";
import { perClient } from "#db/prepared.ts";
import {
  claimLinks,
  cohorts,
  courses,
  enrolments,
  moves,
  orderBilling,
  orderLines,
  orders,
  payments,
  renewals,
  users,
} from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { selectSpokenLanguage } from "../mail/select-spoken-language.ts";
import { selectDiscounts } from "../pricing/select-discounts.ts";
import { getIncludedTax } from "../tax/split-included-tax.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import type { SchoolSettings } from "../settings/inputs.ts";

const p = sql.placeholder;

/** Settling is hot, and an invoice is a part of it: what it reads is prepared once. */
const queries = perClient((read: Reader) => {
  // As the mail with which it comes.
  const languageOfBuyer = sql<string | null>`coalesce(${users.language}, ${selectSpokenLanguage(read, users.email)})`;
  const claimed = alias(enrolments, "claimed");
  const claimant = alias(users, "claimant");
  return {
    head: read
      .select({
        order: orders,
        buyer: { name: users.name, email: users.email, language: languageOfBuyer },
        billing: orderBilling,
        takenOff: selectTakenOff(read),
      })
      .from(orders)
      .innerJoin(users, eq(users.id, orders.buyerId))
      .leftJoin(orderBilling, eq(orderBilling.orderId, orders.id))
      .where(eq(orders.id, p("orderId")))
      .prepare(),
    lines: read
      .select({
        line: orderLines,
        discounts: selectDiscounts(read),
        courseTitle: courses.title,
        courseTranslations: courses.translations,
        courseLanguage: courses.language,
        cohortName: cohorts.name,
        cohortTranslations: cohorts.translations,
        startsAt: cohorts.startsAt,
        endsAt: cohorts.endsAt,
        timezone: cohorts.timezone,
        renewalDays: renewals.days,
        /** For whom a place for others is meant, and who has claimed it. */
        meantFor: claimLinks.name,
        claimedBy: claimant.name,
      })
      .from(orderLines)
      .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
      .innerJoin(courses, eq(courses.id, cohorts.courseId))
      .leftJoin(renewals, eq(renewals.orderLineId, orderLines.id))
      .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
      .leftJoin(claimed, eq(claimed.id, claimLinks.enrolmentId))
      .leftJoin(claimant, eq(claimant.id, claimed.studentId))
      .where(eq(orderLines.orderId, p("orderId")))
      .orderBy(asc(orderLines.id))
      .prepare(),
    payments: read
      .select({ provider: payments.provider, state: payments.state, reference: payments.reference })
      .from(payments)
      .where(and(eq(payments.orderId, p("orderId")), inArray(payments.state, ["settled", "pending"])))
      .orderBy(desc(payments.createdAt), desc(payments.id))
      .prepare(),
  };
});

type Queries = ReturnType<typeof queries>;
type Head = Omit<Awaited<ReturnType<Queries["head"]["execute"]>>[number], "takenOff">;
export type SoldLine = Awaited<ReturnType<Queries["lines"]["execute"]>>[number];
type Attempt = Awaited<ReturnType<Queries["payments"]["execute"]>>[number];

/** Everything that an invoice of an order is made of, as it stands now. */
export type OrderFacts = Head & { lines: SoldLine[]; attempts: Attempt[]; settings: SchoolSettings };

/** Undefined where there is no such order. */
export async function loadOrderFacts(from: Reader, orderId: string): Promise<OrderFacts | undefined> {
  const asked = queries(from);
  const [[head], lines, attempts, settings] = await Promise.all([
    asked.head.execute({ orderId }),
    asked.lines.execute({ orderId }),
    asked.payments.execute({ orderId }),
    getSchoolSettings(from),
  ]);
  if (!head) return undefined;
  const { takenOff, order, ...rest } = head;
  const facts = { ...rest, attempts, settings };
  if (takenOff.length === 0) return { ...facts, order, lines };
  const takenOffMinor = takenOff.reduce((sum, { minor }) => sum + minor, 0);
  const isPlan = ({ line }: SoldLine) => line.kind === "enrolment";
  return {
    ...{ ...facts, order: { ...order, totalMinor: order.totalMinor - takenOffMinor } },
    lines: lines.map((each) => (isPlan(each) ? lowerLine(each, takenOff) : each)),
  };
}

/**
 * SQL, in a query of orders: what moves to cheaper dates have taken off the parts of the order's plan, in minor units. It was never asked for, so it
 * is no credit: the papers of the order are over so much less.
 */
function selectTakenOff(read: Reader) {
  const { takenOffMinor, enrolmentId, state } = moves;
  return gatherRows(read, { minor: takenOffMinor, label: cohorts.name }, (select) =>
    select
      .from(moves)
      .innerJoin(enrolments, eq(enrolments.id, enrolmentId))
      .innerJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
      .innerJoin(cohorts, eq(cohorts.id, moves.toCohortId))
      .where(and(eq(orderLines.orderId, orders.id), eq(state, "moved"), gt(takenOffMinor, 0)))
      .orderBy(asc(moves.decidedAt), asc(moves.id)),
  );
}

/** A plan is of one place: what it costs less is a discount of its line, by the name of the cheaper date, with so much of its tax. */
function lowerLine(sold: SoldLine, takenOff: readonly { minor: number; label: string }[]): SoldLine {
  const { line } = sold;
  const takenOffMinor = takenOff.reduce((sum, { minor }) => sum + minor, 0);
  const totalMinor = line.totalMinor - takenOffMinor;
  const taxMinor = getIncludedTax(totalMinor, line.taxRatePpm);
  const discounts = takenOff.map(({ minor, label }) => ({ source: "price_rule" as const, label, amountMinor: minor }));
  return {
    ...{ ...sold, discounts: [...sold.discounts, ...discounts] },
    line: { ...line, totalMinor, taxMinor, discountMinor: line.discountMinor + takenOffMinor },
  };
}
