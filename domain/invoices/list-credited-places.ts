import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import { claimLinks, enrolments, journals, orderLines, postings, refundLines, users } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { getPaperKey } from "./build-invoice-content.ts";
import type { CreditedPlace } from "./compute-credit.ts";
import type { InvoiceLine } from "./invoice-content.ts";
import type { Invoice } from "./machine.ts";

type Back = {
  /** The credit notes before. */
  before: readonly Invoice[];
  /** The refund that is credited; none where it is credit, or where there are several. */
  refundId: string | undefined;
  dueMinor: number;
};

/**
 * The places that a credit note takes back, where they can be told: those for which its refund was asked, or those that have ended and give back
 * exactly so much. None where money goes back of places that go on.
 */
export async function listCreditedPlaces(tx: Tx, invoice: Invoice, back: Back): Promise<CreditedPlace[]> {
  const { lines } = invoice.content;
  if (lines.length === 1 && lines[0]?.quantity === 1) return [];
  const ended = await listEndedPlaces(tx, invoice);
  if (ended.length === 0) return [];
  const asked = back.refundId === undefined ? [] : await readAsked(tx, back.refundId);
  const wanted = asked.length > 0 ? asked : pickOwed(await readOwed(tx, invoice, ended), back);
  return wanted.flatMap(({ lineId, amountMinor }) => {
    const place = ended.find((each) => each.lineId === lineId);
    return place ? [{ ...place, amountMinor }] : [];
  });
}

type Owed = { lineId: string; amountMinor: number };
type Place = Omit<CreditedPlace, "amountMinor">;

/** Where each place that has ended stands on the invoice; none where the order is not sold any more as its invoice says. */
async function listEndedPlaces(tx: Tx, { orderId, content }: Invoice): Promise<Place[]> {
  const sold = await tx
    .select({
      line: orderLines,
      meantFor: claimLinks.name,
      claimedBy: users.name,
      isEnded:
        sql`case when ${claimLinks.state} = 'cancelled' or ${enrolments.state} = 'cancelled' then 1 else 0 end`.mapWith(
          Boolean,
        ),
    })
    .from(orderLines)
    .leftJoin(claimLinks, eq(claimLinks.orderLineId, orderLines.id))
    .leftJoin(enrolments, or(eq(enrolments.orderLineId, orderLines.id), eq(enrolments.id, claimLinks.enrolmentId)))
    .leftJoin(users, eq(users.id, enrolments.studentId))
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.id));
  const keys = [...new Set(sold.map(({ line }) => getPaperKey(line)))];
  const groups = keys.map((key) => sold.filter(({ line }) => getPaperKey(line) === key));
  const isAsSold = groups.every((group, at) => group.length === content.lines[at]?.quantity);
  if (!isAsSold || groups.length !== content.lines.length) return [];
  return groups.flatMap((group, at) =>
    group.flatMap(({ line, isEnded, claimedBy, meantFor }, place) => {
      if (!isEnded) return [];
      const details = describePlace(content.lines[at] as InvoiceLine, place, claimedBy || meantFor || "");
      return [{ at, lineId: line.id, details }];
    }),
  );
}

/** Where all have a name on the invoice, it is theirs; else the one that the place has now. */
function describePlace({ quantity, details }: InvoiceLine, place: number, name: string): string[] {
  if (quantity === 1) return details;
  const [cohort = "", ...names] = details;
  const own = names.length === quantity ? names[place] : name;
  return own ? [cohort, own] : [cohort];
}

const readAsked = (tx: Tx, refundId: string): Promise<Owed[]> =>
  tx
    .select({ lineId: refundLines.orderLineId, amountMinor: refundLines.amountMinor })
    .from(refundLines)
    .where(eq(refundLines.refundId, refundId))
    .orderBy(asc(refundLines.orderLineId));

/** What places that have ended give back, as it was booked. */
async function readOwed(tx: Tx, { orderId }: Invoice, ended: readonly Place[]): Promise<Owed[]> {
  const ids = ended.map(({ lineId }) => lineId);
  return tx
    .select({
      lineId: journals.sourceId,
      amountMinor: sql<number>`0 - sum(${postings.amountMinor})`.mapWith(Number),
    })
    .from(journals)
    .innerJoin(postings, eq(postings.journalSeq, journals.seq))
    .where(
      and(
        ...[
          eq(journals.kind, "place_cancelled"),
          eq(journals.sourceType, "order_line"),
          inArray(journals.sourceId, ids),
        ],
        ...[eq(postings.account, "customer_funds"), eq(postings.detail, orderId)],
      ),
    )
    .groupBy(journals.sourceId)
    .orderBy(asc(journals.sourceId));
}

/** All of what is owed still, or one of it, where that is what goes back. */
function pickOwed(owed: readonly Owed[], { before, dueMinor }: Back): Owed[] {
  const credited = before.flatMap(({ content }) => content.lines);
  const creditedMinor = (lineId: string) =>
    credited
      .filter(({ ofPlace }) => ofPlace === lineId)
      .reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0);
  const open = owed
    .map(({ lineId, amountMinor }) => ({ lineId, amountMinor: amountMinor - creditedMinor(lineId) }))
    .filter(({ amountMinor }) => amountMinor > 0);
  if (open.reduce((sum, { amountMinor }) => sum + amountMinor, 0) === dueMinor) return open;
  const one = open.find(({ amountMinor }) => amountMinor === dueMinor);
  return one ? [one] : [];
}
