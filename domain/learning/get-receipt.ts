import { and, asc, eq, exists, getTableColumns, inArray, like, not, or } from "drizzle-orm";
import { gatherRows } from "#db/json-list.ts";
import {
  cohorts,
  courses,
  orderBilling,
  orderLines,
  orders,
  payments,
  refunds,
  renewals,
  users,
} from "#db/schema/index.ts";
import type { LineKind, OrderState, PaymentState, ProviderName, RefundState, TaxCategory } from "#db/enums.ts";
import { selectBuyersCredit, selectIsCreditOffered } from "../credit/get-credit.ts";
import { selectHeldMinor } from "../instalments/held-money.ts";
import { type OrderCredit, selectOrderCredit } from "../ledger/select-order-credit.ts";
import type { Reader } from "#db/types.ts";
import { formatEmail } from "../kernel/email-address.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { type OrderWithdrawal, selectOrderWithdrawals } from "../orders/select-order-withdrawals.ts";
import { selectPaidMinor } from "../orders/get-paid-minor.ts";
import { type OrderBalance, getOrderBalance } from "../orders/get-order-balance.ts";
import { type FailedAttempt, findFailedAttempt, selectNewestAttempt } from "../instalments/failed-attempt.ts";
import { type Instalment, selectOwnInstalments } from "../instalments/load-instalments.ts";
import { computeLowered, selectLoweredParts, selectTakingOff } from "../instalments/compute-lowered.ts";
import { selectTakenOff } from "../instalments/select-taken-off.ts";
import { computeInstalmentSums } from "../instalments/instalment-sums.ts";
import type { Money } from "../kernel/money.ts";
import { pickBilling } from "../invoices/find-buyers-billing.ts";
import type { Billing } from "../invoices/inputs.ts";
import { isAllowed } from "../policy.ts";
import { mergeDiscounts } from "../pricing/merge-discounts.ts";
import { type LineDiscount, selectDiscounts } from "../pricing/select-discounts.ts";
import { findFiledPayee } from "../orders/find-filed-payee.ts";
import { isOwedByTransfer } from "../orders/is-owed-by-transfer.ts";
import { type LineLeaving, listOrderLeaving } from "../courses/list-order-leaving.ts";
import { type MovedPlace, selectMovedPlaces } from "../orders/select-moved-places.ts";
import { isOfMoney, REOPENED, UNDONE } from "../ledger/undone-match.ts";
import { formatAccountEnd } from "../kernel/payee.ts";
import type { SchoolSettings } from "../settings/inputs.ts";
import { getSettingsOnce } from "../settings/get-school-settings.ts";
import { formatPostalAddress } from "../settings/format-postal-address.ts";
import { getSchoolText, type WrittenText } from "../settings/school-texts.ts";
import { selectText, selectTextLanguage } from "../courses/course-texts.ts";

const PAYMENTS_MAX = 50;

export type ReceiptLine = {
  kind: LineKind;
  /** For how many days a renewal opens the course again. */
  renewalDays: number | null;
  courseTitle: string;
  titleLanguage: string;
  slug: string;
  cohortName: string;
  cohortLanguage: string;
  startsAt: Date | null;
  timezone: string;
  quantity: number;
  unitMinor: number;
  discountMinor: number;
  /** Why it costs less. */
  discounts: LineDiscount[];
  taxMinor: number;
  taxCategory: TaxCategory;
  taxNote: string;
  totalMinor: number;
  /** Places that were sold by this line and are in another cohort now. */
  moved: MovedPlace[];
};

export type ReceiptRefund = {
  id: string;
  state: RefundState;
  approval: (typeof refunds.$inferSelect)["approval"];
  amountMinor: number;
  reason: string;
  at: Date;
};

export type ReceiptPayment = {
  id: string;
  provider: ProviderName;
  state: PaymentState;
  amountMinor: number;
  /** What the provider calls it; on a transfer, what its sender writes. */
  reference: string | null;
  /** When it was settled, or else begun. */
  at: Date;
  refunds: ReceiptRefund[];
};

/** Who has sold it, as a receipt must say: name and address, and the number under which VAT is charged where there is one. */
export type ReceiptSchool = Pick<
  SchoolSettings,
  "name" | "supportEmail" | "timezone" | "postalAddress" | "registerNumber" | "vatNumber"
> & { refundPolicy: WrittenText; taxNote: WrittenText };

export type Receipt = {
  id: string;
  code: string;
  buyerId: string;
  state: OrderState;
  currency: string;
  totalMinor: number;
  createdAt: Date;
  paidAt: Date | null;
  expiresAt: Date | null;
  cancelledAt: Date | null;
  cancelReason: string | null;
  balance: OrderBalance;
  lines: ReceiptLine[];
  /** Why it costs less, each reason once. */
  discounts: LineDiscount[];
  /** On what terms its places are left again, in place of what the school says of all of them. */
  leaving: LineLeaving[];
  /** What its buyer has declared on the page for withdrawals, the newest first. */
  withdrawals: OrderWithdrawal[];
  /** What it asks for in parts; none where it is paid at once. */
  instalments: Instalment[];
  /** What moves to cheaper dates have taken off them, in minor units. */
  takenOffMinor: number;
  /** How much more each of them was that a move has lowered, by its id, in minor units. */
  loweredMinor: Record<string, number>;
  /** What has come and pays nothing yet, in minor units: of a part, before the rest of it. */
  heldMinor: number;
  /** The last attempt to pay a part or a fee, where it did not go through and what it was for is still due. */
  failed: FailedAttempt | undefined;
  /** To whom it is billed, where somebody has said so. */
  billing: Billing | null;
  /** Those that brought money or still may. */
  payments: ReceiptPayment[];
  /** What credit has paid of it, and what of it became credit. */
  credits: OrderCredit[];
  /** How much credit its buyer has now. */
  credit: Money;
  /** The school has asked whether credit is taken in place of its money, and was not answered yet. */
  isCreditOffered: boolean;
  /** Money goes back by transfer and has not gone yet, so it is asked to which account. */
  isOwedByTransfer: boolean;
  /** The account that the buyer has given for it. `isFinal`: all of it stands in files for the bank, which go there. */
  refundAccount: { holder: string; end: string; isFinal: boolean } | null;
  buyer: { name: string; email: string };
  school: ReceiptSchool;
};

/** The receipt of a student's own order, by its code in any case. Anybody else's is not found: the office has its own page. */
export async function getReceipt(ctx: ReadCtx, code: string): Promise<Receipt | undefined> {
  if (code.length > 20 || ctx.actor.type !== "user") return undefined;
  const [found] = await ctx.read
    .select({
      order: orders,
      name: users.name,
      email: users.email,
      paidMinor: selectPaidMinor(ctx.read),
      instalments: selectOwnInstalments(ctx.read),
      takenOffMinor: selectTakenOff(ctx.read),
      loweredParts: selectLoweredParts(ctx.read),
      takingOff: selectTakingOff(ctx.read),
      newest: selectNewestAttempt(ctx.read),
      billing: orderBilling,
      credits: selectOrderCredit(ctx.read),
      withdrawals: selectOrderWithdrawals(ctx.read),
      creditMinor: selectBuyersCredit(ctx.read),
      heldMinor: selectHeldMinor(ctx.read),
      isCreditOffered: selectIsCreditOffered(ctx.read),
    })
    .from(orders)
    .innerJoin(users, eq(users.id, orders.buyerId))
    .leftJoin(orderBilling, eq(orderBilling.orderId, orders.id))
    .where(and(eq(orders.code, code.toUpperCase()), eq(orders.buyerId, ctx.actor.id)));
  if (!found || !isAllowed(ctx.actor, "order.read", { ownerId: found.order.buyerId })) return undefined;
  const { order, name, email, paidMinor, instalments, newest, credits, creditMinor, withdrawals } = found;
  const settings = await getSettingsOnce(ctx);
  const { name: school, supportEmail, timezone, registerNumber, vatNumber } = settings;
  const postalAddress = formatPostalAddress(settings, ctx.language ?? settings.language);
  const refundPolicy = getSchoolText(settings, "refundPolicy", ctx.language);
  const attempts = await paymentsOf(ctx, order.id);
  const cameByTransfer = attempts.some(({ provider, state }) => provider === "bank" && state === "settled");
  const sold = await linesOf(ctx, [order.id]);
  const taxNote = getOwnTaxNote(sold, settings.language) ?? getSchoolText(settings, "taxNote", ctx.language);
  const lines = mergeClaims(sold);
  const { refundHolder, refundIban, ...facts } = order;
  const isOwed = cameByTransfer && (await isOwedByTransfer(ctx.read, order));
  const filed = isOwed ? await findFiledPayee(ctx.read, order.id) : undefined;
  const { holder, iban } = filed ?? { holder: refundHolder, iban: refundIban };
  return {
    ...facts,
    isOwedByTransfer: isOwed,
    refundAccount:
      holder === null || iban === null ? null : { holder, end: formatAccountEnd(iban), isFinal: filed !== undefined },
    balance: getOrderBalance(order, paidMinor, computeInstalmentSums(instalments, ctx.now)),
    ...{ instalments, takenOffMinor: found.takenOffMinor },
    loweredMinor: computeLowered(found.loweredParts, found.takingOff),
    heldMinor: order.state === "paid" || order.state === "awaiting_payment" ? Math.max(0, found.heldMinor) : 0,
    withdrawals,
    failed: findFailedAttempt(newest, instalments),
    billing: found.billing && pickBilling(found.billing),
    credits,
    credit: { minor: creditMinor ?? 0, currency: order.currency },
    isCreditOffered: found.isCreditOffered,
    lines,
    discounts: mergeDiscounts(lines.flatMap(({ discounts }) => discounts)),
    leaving: order.state === "cancelled" ? [] : await listOrderLeaving(ctx.read, order.id, ctx.now),
    payments: attempts,
    buyer: { name, email: formatEmail(email) },
    school: { name: school, supportEmail, timezone, postalAddress, registerNumber, vatNumber, refundPolicy, taxNote },
  };
}

async function linesOf(ctx: ReadCtx, orderIds: string[]): Promise<(ReceiptLine & { orderId: string })[]> {
  if (orderIds.length === 0) return [];
  return ctx.read
    .select({
      orderId: orderLines.orderId,
      kind: orderLines.kind,
      renewalDays: renewals.days,
      courseTitle: selectText(courses.title, ctx.language),
      titleLanguage: selectTextLanguage(courses.title, ctx.language),
      slug: courses.slug,
      cohortName: selectText(cohorts.name, ctx.language),
      cohortLanguage: selectTextLanguage(cohorts.name, ctx.language),
      startsAt: cohorts.startsAt,
      timezone: cohorts.timezone,
      quantity: orderLines.quantity,
      unitMinor: orderLines.unitMinor,
      discountMinor: orderLines.discountMinor,
      discounts: selectDiscounts(ctx.read),
      taxMinor: orderLines.taxMinor,
      taxCategory: orderLines.taxCategory,
      taxNote: orderLines.taxNote,
      totalMinor: orderLines.totalMinor,
      moved: selectMovedPlaces(ctx.read, ctx.language),
    })
    .from(orderLines)
    .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
    .innerJoin(courses, eq(courses.id, cohorts.courseId))
    .leftJoin(renewals, eq(renewals.orderLineId, orderLines.id))
    .where(inArray(orderLines.orderId, orderIds))
    .orderBy(asc(orderLines.id));
}

/** What lines say of their tax stands for the school's line for all; undefined where none says anything. */
function getOwnTaxNote(lines: readonly ReceiptLine[], language: string): WrittenText | undefined {
  const taxed = lines.filter(({ taxCategory }) => taxCategory !== "outside");
  if (taxed.length === 0) return undefined;
  const notes = new Set(taxed.map(({ taxNote }) => taxNote).filter((note) => note !== ""));
  return { text: [...notes].join(" "), language };
}

/** Places for others have a line each; on paper they are one, with how many they are. */
function mergeClaims<Line extends ReceiptLine>(lines: readonly Line[]): Line[] {
  const claims = lines.filter(({ kind }) => kind === "claim");
  const [first] = claims;
  if (!first) return [...lines];
  const sum = (amount: "quantity" | "discountMinor" | "taxMinor" | "totalMinor") =>
    claims.reduce((total, line) => total + line[amount], 0);
  const merged = {
    discounts: mergeDiscounts(claims.flatMap(({ discounts }) => discounts)),
    ...{ quantity: sum("quantity"), discountMinor: sum("discountMinor") },
    ...{ taxMinor: sum("taxMinor"), totalMinor: sum("totalMinor") },
  };
  return [{ ...first, ...merged }, ...lines.filter(({ kind }) => kind !== "claim")];
}

async function paymentsOf(ctx: ReadCtx, orderId: string): Promise<ReceiptPayment[]> {
  const rows = await ctx.read
    .select({ ...getTableColumns(payments), refunds: selectRefunds(ctx.read) })
    .from(payments)
    .where(
      and(
        eq(payments.orderId, orderId),
        inArray(payments.state, ["settled", "pending"]),
        not(exists(selectUndone(ctx.read))),
      ),
    )
    .orderBy(asc(payments.createdAt), asc(payments.id))
    .limit(PAYMENTS_MAX);
  const views = rows.map(({ id, provider, state, amountMinor, reference, settledAt, createdAt, refunds: back }) => ({
    ...{ id, provider, state, amountMinor, reference, at: settledAt ?? createdAt },
    refunds: back.map((refund) => ({ ...refund, at: refund.doneAt ?? refund.createdAt })),
  }));
  return views.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** SQL, in a query of payments: the reversal of money that was another's. It is neither the buyer's payment nor a refund to them. */
const selectUndone = (read: Reader) =>
  read
    .select({ id: refunds.id })
    .from(refunds)
    .where(
      and(
        eq(refunds.paymentId, payments.id),
        eq(refunds.state, "external"),
        or(like(refunds.reference, `${UNDONE}%`), like(refunds.reference, `${REOPENED}%`)),
      ),
    );

/** SQL, in a query of payments: what went back of each, or is on its way. */
const selectRefunds = (read: Reader) =>
  gatherRows(read, getTableColumns(refunds), (select) =>
    select
      .from(refunds)
      .where(and(eq(refunds.paymentId, payments.id), isOfMoney))
      .orderBy(asc(refunds.createdAt), asc(refunds.id)),
  );
