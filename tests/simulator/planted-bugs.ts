/** A change of a file that makes it wrong. `from` stands in it once. */
type Edit = { file: string; from: string; to: string };

/** A fault that is put into the code while it is loaded, to see whether the simulator finds it. `seed`: with which it did, in 500 steps, when this was written. */
export type PlantedBug = { name: string; edits: readonly Edit[]; seed: number };

/** `npm run simulate -- --plant NAME --seeds 1..500` looks for the first seed that finds one. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: "a seat is held without asking whether one is free",
    edits: [
      { file: "domain/seats/claims.ts", from: "hold: move({ held: 1 }, seatForAnyone)", to: "hold: move({ held: 1 })" },
    ],
    seed: 2,
  },
  {
    name: "a journal is posted twice",
    edits: [
      {
        file: "domain/ledger/post-journal.ts",
        from: "await addPostings(ctx.tx, sides, journal.seq);",
        to: "await addPostings(ctx.tx, [...sides, ...sides], journal.seq);",
      },
    ],
    seed: 2,
  },
  {
    name: "a coupon is not given back by an order that ran out",
    edits: [
      {
        file: "domain/coupons/release-coupons.ts",
        from: `inArray(couponUses.state, ["reserved", "used"])`,
        to: `inArray(couponUses.state, ["used"])`,
      },
    ],
    seed: 1,
  },
  {
    name: "what is on its way back is not counted when more is asked back",
    edits: [
      {
        file: "domain/refunds/request-refund.ts",
        from: "if (spokenFor + input.amountMinor > payment.amountMinor)",
        to: "if (input.amountMinor > payment.amountMinor)",
      },
    ],
    seed: 2,
  },
  {
    name: "an invoice number is passed over",
    edits: [
      {
        file: "domain/invoices/take-invoice-number.ts",
        from: "set: { last: sql`${invoiceNumbers.last} + 1` }",
        to: "set: { last: sql`${invoiceNumbers.last} + 2` }",
      },
    ],
    seed: 1,
  },
  {
    name: "late money brings a cancelled order back",
    edits: [
      { file: "domain/orders/machine.ts", from: "cancelled: [],", to: `cancelled: ["paid"],` },
      {
        file: "domain/checkout/settle-order.ts",
        from: `if (order.state === "cancelled") {`,
        to: `if ((order.state as string) === "") {`,
      },
      {
        file: "domain/checkout/settle-order.ts",
        from: `} else if (order.state === "expired") {`,
        to: `} else if (order.state === "expired" || order.state === "cancelled") {`,
      },
    ],
    seed: 1,
  },
  {
    name: "a place can be claimed by somebody who has one",
    edits: [{ file: "domain/checkout/claim-enrolment.ts", from: "await assertNotEnrolled(ctx, place);", to: "" }],
    seed: 12,
  },
  {
    name: "a seat of an order is not kept",
    edits: [
      {
        file: "domain/checkout/enrol-student.ts",
        from: `await addHold.execute({ id: createId("hold"), cohortId: asked.id, orderLineId, until, now: ctx.now });`,
        to: "void addHold;",
      },
    ],
    seed: 2,
  },
  {
    name: "credit that is spent stays",
    edits: [
      {
        file: "domain/credit/take-credit.ts",
        from: "balanceMinor: sql`${creditBalances.balanceMinor} - ${amountMinor}`",
        to: "balanceMinor: sql`${creditBalances.balanceMinor}`",
      },
    ],
    seed: 7,
  },
  {
    name: "what a dispute takes is not booked",
    edits: [
      {
        file: "domain/disputes/record-dispute.ts",
        from: `await bookReversal(ctx, "dispute_withdrawn", { source, paymentId, amountMinor, currency });`,
        to: "void bookReversal;",
      },
    ],
    seed: 1,
  },
  {
    name: "a refund without an answer is sent again as another one",
    edits: [
      {
        file: "services/payments/refund.ts",
        from: "idempotencyKey: `matricula-${refund.id}`,",
        to: "idempotencyKey: `matricula-${refund.id}-${runtime().clock().getTime()}`,",
      },
    ],
    seed: 2,
  },
  {
    name: "nobody is called for money that came too late",
    edits: [
      {
        file: "domain/checkout/settle-order.ts",
        from: 'await setReviewReason(ctx, order.id, reviewReason, { over: "any" });',
        to: "",
      },
    ],
    seed: 1,
  },
  {
    name: "a card that was taken back is charged all the same",
    edits: [
      {
        file: "domain/payments/start-card-charge.ts",
        from: "and(eq(savedCards.orderId, orders.id), isNull(savedCards.removedAt))",
        to: "and(eq(savedCards.orderId, orders.id))",
      },
      {
        file: "domain/payments/list-due-charges.ts",
        from: "and(eq(savedCards.orderId, orderInstalments.orderId), isNull(savedCards.removedAt))",
        to: "and(eq(savedCards.orderId, orderInstalments.orderId))",
      },
    ],
    seed: 4,
  },
  {
    name: "a charge without an answer is made again as another one",
    edits: [
      {
        file: "domain/payments/get-charge.ts",
        from: "idempotencyKey: payment.idempotencyKey,",
        to: "idempotencyKey: `${payment.idempotencyKey} ${payment.chargeTriedAt?.getTime()}`,",
      },
    ],
    seed: 17,
  },
  {
    name: "a reminder costs the fee of the level before",
    edits: [
      {
        file: "domain/instalments/remind-of-instalment.ts",
        from: "parseLateReminders(settings.lateReminders)?.[level - 1]?.fee",
        to: "parseLateReminders(settings.lateReminders)?.[Math.max(0, level - 2)]?.fee",
      },
    ],
    seed: 2,
  },
  {
    name: "fees that are written off are asked for still",
    edits: [
      { file: "domain/checkout/waive-fees.ts", from: `.set({ state: "cancelled" })`, to: `.set({ state: "due" })` },
    ],
    seed: 13,
  },
  {
    name: "a file that is sent leaves its refunds waiting",
    edits: [
      {
        file: "domain/payouts/mark-payout-run-sent.ts",
        from: `await markRefundSent(ctx, { refundId, holder: holder ?? "", iban: iban ?? "" });`,
        to: "void markRefundSent; void refundId; void holder; void iban;",
      },
    ],
    seed: 4,
  },
  {
    name: "a file that is called off keeps its refunds",
    edits: [
      {
        file: "domain/payouts/cancel-payout-run.ts",
        from: ".set({ payoutRunId: null, payeeHolder: null, payeeIban: null })",
        to: ".set({ payeeHolder: null })",
      },
      {
        file: "domain/payouts/cancel-payout-run.ts",
        from: "if ((await ctx.tx.$count(refunds, eq(refunds.payoutRunId, run.id))) > 0) {",
        to: "if ((await ctx.tx.$count(refunds, eq(refunds.payoutRunId, run.id))) < 0) {",
      },
    ],
    seed: 112,
  },
  {
    name: "late news comes into its own month without a word",
    edits: [
      {
        file: "domain/accounting/insert-entries.ts",
        from: "isLate: getPeriod(entry.bookedOn) !== getPeriod(entry.happenedOn),",
        to: "isLate: false,",
      },
    ],
    seed: 1,
  },
  {
    name: "late news is booked into the last closed month",
    edits: [
      {
        file: "domain/accounting/find-open-day.ts",
        from: "getPeriod(day) <= lastClosed",
        to: "getPeriod(day) < lastClosed",
      },
    ],
    seed: 1,
  },
  {
    name: "what is owed back by invoice is no open item until its credit note",
    edits: [
      {
        file: "domain/accounting/ended-order.ts",
        from: "return Math.max(0, Math.min(unwrittenMinor, invoicedMinor));",
        to: "return Math.max(0, Math.min(unwrittenMinor, invoicedMinor)) * 0;",
      },
    ],
    seed: 37,
  },
];
