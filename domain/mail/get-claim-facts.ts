import { and, asc, eq, inArray, isNull } from "drizzle-orm";
import { claimLinks, cohorts, courses, orderLines, orders, users } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { type LineLeaving, listOrderLeaving } from "../courses/list-order-leaving.ts";
import { getPriceFacts, type PriceFacts } from "./get-price-facts.ts";
import { getTaxNote } from "./get-tax-note.ts";
import { selectText } from "../courses/course-texts.ts";
import type { Money } from "../kernel/money.ts";
import type { MailPayloads } from "./kinds.ts";

/** What a mail says of a cohort in which places were bought for others. */
type Offered = {
  courseTitle: string;
  cohortName: string;
  startsAt: Date | null;
  timezone: string;
  place: string;
  buyerName: string;
};

/** `name`: for whom the buyer means it; empty where they did not say. */
export type ClaimFacts = Offered & { claimLinkId: string; version: number; name: string };

const selectOffered = (language: string) => ({
  courseTitle: selectText(courses.title, language),
  cohortName: selectText(cohorts.name, language),
  startsAt: cohorts.startsAt,
  timezone: cohorts.timezone,
  place: selectText(cohorts.place, language),
  buyerName: users.name,
});

/** Undefined once the link does not work any more: it was claimed, withdrawn or replaced before it was sent. */
export async function getClaimFacts(
  read: Reader,
  payload: MailPayloads["claim_link"],
  language: string,
): Promise<ClaimFacts | undefined> {
  const row = await findOpenLink(read, payload, language);
  return row && { ...row, ...payload };
}

/** What the buyer reads of a place that was given back to them; `name`: for whom they had meant it. */
export type ReturnedFacts = Offered & { name: string; orderCode: string };

/** Undefined once it is somebody's again, or has ended, before it was sent. */
export const getReturnedFacts = (
  read: Reader,
  payload: MailPayloads["claim_returned"],
  language: string,
): Promise<ReturnedFacts | undefined> => findOpenLink(read, payload, language);

async function findOpenLink(
  read: Reader,
  { claimLinkId, version }: MailPayloads["claim_link"],
  language: string,
): Promise<ReturnedFacts | undefined> {
  const [row] = await read
    .select({ ...selectOffered(language), name: claimLinks.name, orderCode: orders.code })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .innerJoin(cohorts, eq(cohorts.id, claimLinks.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(
      and(
        eq(claimLinks.id, claimLinkId),
        eq(claimLinks.version, version),
        eq(claimLinks.state, "open"),
        isNull(claimLinks.withdrawnAt),
      ),
    );
  return row;
}

/** What the buyer reads of the places of their order; `left`: how many nobody has claimed. */
export type ClaimsFacts = Offered & {
  order: { code: string; total: Money; paidAt: Date | null; price?: PriceFacts | null; taxNote?: string | undefined };
  places: number;
  /** On what terms its buyer gives a place back that nobody has claimed. */
  leaving: LineLeaving | null;
  left: number;
  isReminder: boolean;
};

/** Undefined when nobody is left to remind of. */
export async function getClaimsFacts(
  read: Reader,
  { orderId, isReminder }: MailPayloads["claim_links_ready"],
  language: string,
): Promise<ClaimsFacts | undefined> {
  const rows = await read
    .select({ ...selectOffered(language), order: orders, state: claimLinks.state })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .innerJoin(users, eq(users.id, orders.buyerId))
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .where(and(eq(orders.id, orderId), inArray(claimLinks.state, ["open", "claimed"])))
    .orderBy(asc(claimLinks.id));
  const [first] = rows;
  const left = rows.filter(({ state }) => state === "open").length;
  if (!first || (isReminder && left === 0)) return undefined;
  const { order, state: _, ...offered } = first;
  const total = { minor: order.totalMinor, currency: order.currency };
  const { code, paidAt } = order;
  const [leaving = null] = paidAt && !isReminder ? await listOrderLeaving(read, order.id, paidAt) : [];
  const price = await getPriceFacts(read, { orderId: order.id, total });
  const taxNote = await getTaxNote(read, order.id);
  return { ...offered, order: { code, total, paidAt, price, taxNote }, places: rows.length, leaving, left, isReminder };
}
