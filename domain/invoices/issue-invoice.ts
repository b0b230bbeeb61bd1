import { and, eq, inArray } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { getActorId } from "../kernel/actor.ts";
import { audit } from "../audit.ts";
import type { StepCtx, WriteCtx } from "../kernel/command.ts";
import { addDays, formatLocalDay, getEndOfDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getPaidMinor } from "../orders/get-paid-minor.ts";
import { authorize } from "../policy.ts";
import { extendHolds } from "../seats/extend-holds.ts";
import { INVOICE_DUE_DAYS_MAX } from "../settings/inputs.ts";
import { buildInvoiceContent } from "./build-invoice-content.ts";
import { findLiveInvoice } from "./find-live-invoice.ts";
import { describeIssued, insertInvoice } from "./insert-invoice.ts";
import { issueCreditNote } from "./issue-credit-note.ts";
import { canIssueInvoices } from "./list-seller-gaps.ts";
import { loadOrderFacts, type OrderFacts } from "./load-order-facts.ts";
import { loadPlan } from "./load-plan.ts";
import type { Invoice } from "./machine.ts";

/**
 * The office issues the invoice of an order: one that is paid and has none yet, one that is paid in part by its plan, whose invoice names
 * its parts and is due with the next of them, or one that a company pays by its invoice. Its seats are
 * then held until the end of the day on which it is due (`dueOn`: `2026-12-31`; the days of the settings where it is not said). Refuses
 * (`wrong_state`) an order that has one, costs nothing, is not sent or has ended, and a school without an address; (`invalid_input`) a
 * day that is over or more than a year away.
 */
export async function issueInvoice(
  ctx: WriteCtx,
  input: { orderId: string; dueOn?: string | undefined },
): Promise<Invoice> {
  authorize(ctx, "invoice.issue", {});
  const facts = await loadOrderFacts(ctx.tx, input.orderId);
  if (!facts) throw new Refusal("not_found");
  const { order, settings } = facts;
  if (order.totalMinor === 0) throw new Refusal("wrong_state", { words: message("invoices.costs_nothing") });
  if (await findLiveInvoice(ctx.tx, order.id)) {
    throw new Refusal("wrong_state", { words: message("invoices.has_one") });
  }
  if (!canIssueInvoices(settings)) throw new Refusal("wrong_state", { words: message("invoices.seller_incomplete") });
  if (order.state !== "paid" && order.state !== "awaiting_payment") throw new Refusal("wrong_state");
  const issuedOn = formatLocalDay(ctx.now, settings.timezone);
  const termOn = input.dueOn ?? addDays(issuedOn, settings.invoiceDueDays);
  const plan = await loadPlan(ctx.tx, order, { now: ctx.now, timezone: settings.timezone, dueOn: termOn });
  const isPaid = order.state === "paid" && !plan?.dueOn;
  const dueOn = isPaid ? "" : checkDueDay(input.dueOn ?? (plan?.dueOn || termOn), issuedOn);
  const paidMinor = isPaid ? order.totalMinor : (plan?.paidMinor ?? (await getPaidPart(ctx, order)));
  if (dueOn && order.state !== "paid") await holdUntil(ctx, facts, dueOn);
  const content = buildInvoiceContent(facts, {
    ...{ kind: "invoice", issuedOn, dueOn, paidMinor, plan, bank: ctx.rules.bank ?? null },
  });
  const issued = await insertInvoice(ctx, {
    ...{ order, content: { ...content, kind: "invoice" }, state: isPaid ? "paid" : "open" },
    ...{ series: settings.invoiceSeries, issuedBy: getActorId(ctx.actor), paidAt: isPaid ? order.paidAt : null },
  });
  await audit(ctx, "invoice.issue", { type: "invoice", id: issued.id }, { after: describeIssued(issued) });
  // What went back before there was an invoice is credited with it.
  if (isPaid) await issueCreditNote(ctx, order.id);
  return issued;
}

/** What was paid so far of a price that is paid at once. */
async function getPaidPart(ctx: StepCtx, order: OrderFacts["order"]): Promise<number> {
  const paidMinor = (await getPaidMinor(ctx.tx, [order.id])).get(order.id) ?? 0;
  return Math.min(order.totalMinor, Math.max(0, paidMinor));
}

function checkDueDay(dueOn: string, today: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(dueOn) && isSameDay(dueOn);
  const latest = addDays(today, INVOICE_DUE_DAYS_MAX);
  if (!isDay || dueOn < today || dueOn > latest) {
    throw new Refusal("invalid_input", {
      fields: { dueOn: message("fields.due_day", { first: today, last: latest }) },
    });
  }
  return dueOn;
}

/** There is no 30 February. */
function isSameDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day);
}

/** Whoever may pay until a day keeps the seats for as long, and the transfer that was begun too. */
async function holdUntil(ctx: StepCtx, { order, settings }: OrderFacts, dueOn: string): Promise<void> {
  const until = getEndOfDay(dueOn, settings.timezone);
  if (until === undefined || (order.expiresAt !== null && order.expiresAt >= until)) return;
  await extendHolds(ctx, order.id, until);
  await ctx.tx
    .update(payments)
    .set({ expiresAt: until })
    .where(
      and(
        eq(payments.orderId, order.id),
        eq(payments.provider, "bank"),
        inArray(payments.state, ["created", "pending"]),
      ),
    );
}
