import { and, asc, count, eq, inArray } from "drizzle-orm";
import { claimLinks, enrolments, moves, orderLines, orders, users, waitingList } from "#db/schema/index.ts";
import type { EnrolmentState } from "#db/enums.ts";
import type { Reader } from "#db/types.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { selectHereMinor } from "../orders/get-here-minor.ts";
import { authorize, isAllowed } from "../policy.ts";
import { isLivePlace } from "./live-places.ts";
import { type EndingWay, listLeft } from "./load-ending-lines.ts";

/** One place of the cohort: whose it is, and what is here of its money, in minor units. `who` is empty where nobody has claimed it. */
export type CohortEndingLine = {
  id: string;
  who: string;
  state: EnrolmentState | "unclaimed";
  orderCode: string | null;
  currency: string;
  paidMinor: number;
};

export type CohortEnding = {
  lines: CohortEndingLine[];
  /** What is left by each way it came, and currency. */
  ways: { provider: EndingWay; currency: string; leftMinor: number }[];
  /** What is here of all lines, by currency. */
  totals: { currency: string; minor: number }[];
  /** How many wait for a seat. */
  waiting: number;
  may: { refund: boolean };
};

/** Ids that one statement names. */
const AT_ONCE = 500;

/**
 * What ending a cohort would do, place by place: the school calls it off, so all that is here of each comes back, whatever the terms say of
 * who leaves by themselves. For the form that asks for it.
 */
export async function getCohortEnding(ctx: ReadCtx, cohortId: string): Promise<CohortEnding> {
  authorize(ctx, "cohort.edit", {});
  const { read } = ctx;
  const [own, moved, claims] = await Promise.all([
    listOwn(read, cohortId),
    listMoved(read, cohortId),
    listClaims(read, cohortId),
  ]);
  const lines = [...own.map((place) => addUp(place, moved, claims)), ...listUnclaimed(claims)];
  const currencyOf = new Map<string, string>();
  for (const { orderId, currency } of [...own, ...moved, ...claims])
    if (orderId) currencyOf.set(orderId, currency ?? "");
  const [waits] = await read
    .select({ rows: count() })
    .from(waitingList)
    .where(and(eq(waitingList.cohortId, cohortId), inArray(waitingList.state, ["waiting", "offered"])));
  return {
    lines,
    ways: await listWays(read, currencyOf),
    totals: sumBy(lines.map(({ currency, paidMinor }) => ({ key: currency, minor: paidMinor }))).map(
      ([currency, minor]) => ({ currency, minor }),
    ),
    waiting: waits?.rows ?? 0,
    may: { refund: isAllowed(ctx.actor, "refund.request") },
  };
}

const listOwn = (read: Reader, cohortId: string) =>
  read
    .select({
      id: enrolments.id,
      who: users.name,
      state: enrolments.state,
      orderId: orders.id,
      orderCode: orders.code,
      currency: orders.currency,
      paidMinor: selectHereMinor(read),
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .leftJoin(orderLines, eq(orderLines.id, enrolments.orderLineId))
    .leftJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace))
    .orderBy(asc(users.name), asc(enrolments.id));

/** What moving the places here has cost. */
const listMoved = (read: Reader, cohortId: string) =>
  read
    .select({
      enrolmentId: enrolments.id,
      orderId: orders.id,
      currency: orders.currency,
      paidMinor: selectHereMinor(read),
    })
    .from(enrolments)
    .innerJoin(moves, and(eq(moves.enrolmentId, enrolments.id), eq(moves.state, "moved")))
    .innerJoin(orderLines, eq(orderLines.id, moves.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(enrolments.cohortId, cohortId), isLivePlace, eq(orders.state, "paid")));

/** Places that were bought for others. */
const listClaims = (read: Reader, cohortId: string) =>
  read
    .select({
      id: claimLinks.id,
      name: claimLinks.name,
      state: claimLinks.state,
      enrolmentId: claimLinks.enrolmentId,
      orderId: orders.id,
      orderCode: orders.code,
      currency: orders.currency,
      lineMinor: orderLines.totalMinor,
      paidMinor: selectHereMinor(read),
    })
    .from(claimLinks)
    .innerJoin(orderLines, eq(orderLines.id, claimLinks.orderLineId))
    .innerJoin(orders, eq(orders.id, orderLines.orderId))
    .where(and(eq(claimLinks.cohortId, cohortId), inArray(claimLinks.state, ["unpaid", "open", "claimed"])))
    .orderBy(asc(claimLinks.id));

type Own = Awaited<ReturnType<typeof listOwn>>[number];
type Moved = Awaited<ReturnType<typeof listMoved>>[number];
type Claim = Awaited<ReturnType<typeof listClaims>>[number];

/** Of an order for several, what is here of one of its places: its price, unless less is here of them all. */
const getClaimMinor = ({ lineMinor, paidMinor }: Claim) => Math.max(0, Math.min(lineMinor, paidMinor));

function addUp(place: Own, moved: readonly Moved[], claims: readonly Claim[]): CohortEndingLine {
  const { id, who, state } = place;
  const claim = claims.find(({ enrolmentId }) => enrolmentId === id);
  const differences = moved.filter(({ enrolmentId }) => enrolmentId === id);
  const movedMinor = differences.reduce((sum, { paidMinor }) => sum + paidMinor, 0);
  const ownMinor = claim ? getClaimMinor(claim) : place.orderId === null ? 0 : Math.max(0, place.paidMinor);
  return {
    ...{ id, who, state, orderCode: claim?.orderCode ?? place.orderCode },
    currency: claim?.currency ?? place.currency ?? differences[0]?.currency ?? "",
    paidMinor: ownMinor + movedMinor,
  };
}

const listUnclaimed = (claims: readonly Claim[]): CohortEndingLine[] =>
  claims
    .filter(({ state }) => state !== "claimed")
    .map((claim) => ({
      ...{ id: claim.id, who: claim.name ?? "", orderCode: claim.orderCode, currency: claim.currency },
      ...{ state: "unclaimed", paidMinor: claim.state === "unpaid" ? 0 : getClaimMinor(claim) },
    }));

async function listWays(read: Reader, currencyOf: ReadonlyMap<string, string>): Promise<CohortEnding["ways"]> {
  const ids = [...currencyOf.keys()];
  const left: { key: string; minor: number }[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    for (const { orderId, provider, leftMinor: minor } of await listLeft(read, ids.slice(from, from + AT_ONCE)))
      left.push({ key: `${provider} ${currencyOf.get(orderId)}`, minor });
  }
  return sumBy(left).flatMap(([key, leftMinor]) => {
    const [provider = "", currency = ""] = key.split(" ");
    return leftMinor > 0 ? [{ provider: provider as EndingWay, currency, leftMinor }] : [];
  });
}

/** What there is of each, without those of which there is nothing. */
function sumBy(all: readonly { key: string; minor: number }[]): [key: string, minor: number][] {
  const sums = new Map<string, number>();
  for (const { key, minor } of all) sums.set(key, (sums.get(key) ?? 0) + minor);
  return [...sums].filter(([, minor]) => minor > 0);
}
