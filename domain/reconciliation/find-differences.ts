import { and, eq, gte, inArray, isNotNull, isNull, lte, notExists, type SQL, sql } from "drizzle-orm";
import type { DifferenceKind, ProviderName } from "#db/enums.ts";
import { disputes, payments, providerTransactions, refunds } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { type BookedSide, getExpectedMinor, type SumThere } from "./get-expected-minor.ts";

/** A difference as it was found: what it is about, and both sides as far as each exists. */
export type Difference = {
  kind: DifferenceKind;
  subject: string;
  ours: BookedSide | null;
  theirs: { reference: string; minor: number; currency: string } | null;
  occurredAt: Date;
};

/** `until`: what was booked here after it, the provider need not have listed yet. */
export type Span = { provider: ProviderName; since: Date; until: Date };

/** What our books and a provider's do not agree on, of what moved in a span. Amounts in another currency are the provider's exchange, and not compared. */
export async function findDifferences(read: Reader, span: Span): Promise<Difference[]> {
  return [
    ...(await findMissingHere(read, span)),
    ...(await findMissingThere(read, span)),
    ...(await findAmounts(read, span)),
  ];
}

const inSpan = ({ provider, since }: Span) =>
  and(eq(providerTransactions.provider, provider), gte(providerTransactions.occurredAt, since));

async function findMissingHere(read: Reader, span: Span): Promise<Difference[]> {
  const rows = await read
    .select({ row: providerTransactions, payment: payments })
    .from(providerTransactions)
    .leftJoin(payments, eq(payments.id, providerTransactions.paymentReference))
    .where(and(inSpan(span), isNull(providerTransactions.matchedType)));
  return rows.map(({ row, payment }) => ({
    kind: "missing_here",
    subject: ["transaction", row.reference].join(":"),
    ours: payment && { type: "payment", id: payment.id, minor: payment.amountMinor, currency: payment.currency },
    theirs: { reference: row.source ?? row.reference, minor: row.grossMinor, currency: row.currency },
    occurredAt: row.occurredAt,
  }));
}

/** SQL: no movement of the balance belongs to it. */
const isUnlisted = (read: Reader, type: string, id: SQL | typeof payments.id) =>
  notExists(
    read
      .select({ id: providerTransactions.id })
      .from(providerTransactions)
      .where(and(eq(providerTransactions.matchedType, type), eq(providerTransactions.matchedId, id))),
  );

async function findMissingThere(read: Reader, { provider, since, until }: Span): Promise<Difference[]> {
  const paid = await read
    .select({ id: payments.id, minor: payments.amountMinor, currency: payments.currency, at: payments.settledAt })
    .from(payments)
    .where(
      and(
        ...[eq(payments.provider, provider), eq(payments.state, "settled")],
        ...[gte(payments.settledAt, since), lte(payments.settledAt, until), isUnlisted(read, "payment", payments.id)],
      ),
    );
  const back = await read
    .select({ id: refunds.id, minor: refunds.amountMinor, currency: refunds.currency, at: refunds.doneAt })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(
      and(
        ...[
          eq(payments.provider, provider),
          inArray(refunds.state, ["done", "external"]),
          isNotNull(refunds.reference),
        ],
        ...[gte(refunds.doneAt, since), lte(refunds.doneAt, until), isUnlisted(read, "refund", sql`${refunds.id}`)],
      ),
    );
  const taken = await read
    .select({ id: disputes.id, minor: disputes.amountMinor, currency: disputes.currency, at: disputes.withdrawnAt })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(
      and(
        ...[eq(payments.provider, provider), gte(disputes.withdrawnAt, since), lte(disputes.withdrawnAt, until)],
        isUnlisted(read, "dispute", sql`${disputes.id}`),
      ),
    );
  const toDifference =
    (type: BookedSide["type"], sign: 1 | -1) =>
    (row: (typeof paid)[number]): Difference => ({
      kind: "missing_there",
      subject: `${type}:${row.id}`,
      ours: { type, id: row.id, minor: sign * row.minor, currency: row.currency },
      theirs: null,
      occurredAt: row.at ?? since,
    });
  return [
    ...paid.map(toDifference("payment", 1)),
    ...back.map(toDifference("refund", -1)),
    ...taken.map(toDifference("dispute", -1)),
  ];
}

/** How many are compared at a time. */
const CHUNK = 400;

async function findAmounts(read: Reader, span: Span): Promise<Difference[]> {
  const { matchedType: type, matchedId: id, currency, grossMinor, source, occurredAt } = providerTransactions;
  const touched = read
    .selectDistinct({ key: id })
    .from(providerTransactions)
    .where(and(inSpan(span), isNotNull(id)));
  // All that ever moved for it: a refund that came back has two movements.
  const sums = await read
    .select({
      ...{ type, id, currency },
      minor: sql<number>`sum(${grossMinor})`.mapWith(Number),
      reference: sql<string>`max(${source})`,
      at: sql`max(${occurredAt})`.mapWith(occurredAt),
    })
    .from(providerTransactions)
    .where(and(eq(providerTransactions.provider, span.provider), inArray(id, touched)))
    .groupBy(type, id, currency);
  const found: Difference[] = [];
  for (let at = 0; at < sums.length; at += CHUNK) {
    const chunk = sums.slice(at, at + CHUNK) as SumThere[];
    const expected = await getExpectedMinor(read, chunk);
    for (const sum of chunk) {
      const ours = expected.get(`${sum.type}:${sum.id}`);
      if (!ours || ours.currency !== sum.currency || ours.minor === sum.minor) continue;
      const { reference, minor, currency: theirCurrency } = sum;
      found.push({
        ...{ kind: "amount", subject: `${sum.type}:${sum.id}`, ours, occurredAt: sum.at },
        theirs: { reference, minor, currency: theirCurrency },
      });
    }
  }
  return found;
}
