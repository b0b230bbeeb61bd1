import type { OrderState, WorkKind } from "#db/enums.ts";

export type { WorkKind };

/** What can be done about something that waits, in one press. */
export const WORK_STEPS = [
  "remind",
  "waive",
  "confirm",
  "ask_account",
  "mark_sent",
  "offer_credit",
  "ignore",
  "retry",
  "ask_vat_id",
  "charge_tax",
  "accept_vat_id",
  "resolve",
] as const;
export type WorkStep = (typeof WORK_STEPS)[number];

/** Of these it is kept why. */
const WITH_REASON: ReadonlySet<WorkStep> = new Set(["waive", "ignore", "accept_vat_id", "resolve"]);
export const isReasonNeeded = (step: WorkStep): boolean => WITH_REASON.has(step);

export type SteppedItem = {
  kind: WorkKind;
  detail: string | null;
  orderState: OrderState | null;
  /** The order's buyer has said to which account money goes back. */
  hasAccount: boolean;
};

const isEnded = (state: OrderState | null) => state === "cancelled" || state === "expired";

/**
 * The steps of an item, the most likely first. What sends money away by itself has none here: it asks for the password again, in the one dialog
 * of its order (a refund, an approval). What needs a comparison (a line of the bank, a dispute, a withdrawal) is done on its own page.
 */
export function listWorkSteps({ kind, detail, orderState, hasAccount }: SteppedItem): WorkStep[] {
  switch (kind) {
    case "late":
      // A part is owed by contract; what a reminder or a cancellation has cost may be forgiven.
      return detail?.startsWith("part") ? ["remind"] : ["remind", "waive"];
    case "declined":
      return ["remind"];
    case "transfers":
      return ["confirm"];
    case "payouts":
    case "returned":
      return [hasAccount ? "mark_sent" : "ask_account"];
    case "late_money":
      return isEnded(orderState) ? ["offer_credit", "resolve"] : ["resolve"];
    case "refund_due":
    case "overpaid":
    case "duplicate":
      return orderState === "paid" || isEnded(orderState) ? ["offer_credit", "resolve"] : ["resolve"];
    case "underpaid":
    case "reviews":
    case "differences":
    case "bank_gaps":
      return ["resolve"];
    case "bank_lines":
      return ["ignore"];
    case "invoices":
      // What breaks a rule breaks it again: it is corrected, or goes as it is.
      return detail?.startsWith("e_invoice:") ? ["resolve"] : ["retry"];
    case "vat_ids":
      return orderState === "awaiting_payment"
        ? ["ask_vat_id", "charge_tax", "accept_vat_id"]
        : ["ask_vat_id", "accept_vat_id"];
    case "refunds":
    case "approvals":
    case "withdrawals":
    case "disputes":
      return [];
  }
}
