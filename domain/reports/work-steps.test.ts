import { expect, test } from "vitest";
import { WORK_KINDS } from "#db/enums.ts";
import { listWorkSteps, WORK_STEPS } from "./work-steps.ts";

const about = { detail: null, orderState: "paid", hasAccount: false } as const;

test("each kind has steps that are known, and what sends money away by itself has none", () => {
  for (const kind of WORK_KINDS)
    for (const step of listWorkSteps({ ...about, kind })) expect(WORK_STEPS).toContain(step);
  for (const kind of ["refunds", "approvals"] as const) expect(listWorkSteps({ ...about, kind })).toEqual([]);
});

test("a part is reminded of, and a fee may be waived, too", () => {
  const steps = (detail: string) => listWorkSteps({ ...about, kind: "late", detail });
  expect([steps("part:2"), steps("fee:2"), steps("cancellation_fee:4")]).toEqual([
    ["remind"],
    ["remind", "waive"],
    ["remind", "waive"],
  ]);
});

test("credit is offered for what an ended order or place owes, and tax charged while it can still be asked for", () => {
  const steps = (kind: "refund_due" | "overpaid" | "vat_ids", orderState: "paid" | "cancelled" | "awaiting_payment") =>
    listWorkSteps({ ...about, kind, orderState });
  expect([steps("refund_due", "cancelled"), steps("refund_due", "paid")]).toEqual([
    ["offer_credit", "resolve"],
    ["offer_credit", "resolve"],
  ]);
  expect([steps("overpaid", "paid"), steps("overpaid", "awaiting_payment")]).toEqual([
    ["offer_credit", "resolve"],
    ["resolve"],
  ]);
  expect(steps("vat_ids", "awaiting_payment")).toContain("charge_tax");
  expect(steps("vat_ids", "paid")).not.toContain("charge_tax");
});
