import { inFile, row } from "./action-row.ts";
import { MONEY } from "./who.ts";

/** The forms about what the bank says. */
export const BANK = inFile("app/admin/bank/actions.ts", {
  loadAction: row(MONEY, () => ({})),
  addAccountAction: row(MONEY, () => ({ account: "CH9300762011623852957" })),
  archiveAccountAction: row(MONEY, () => ({ accountId: "bac_none" })),
  restoreAccountAction: row(MONEY, () => ({ accountId: "bac_none" })),
  explainStatementAction: row(MONEY, () => ({ statementId: "bst_none", why: "because" })),
  matchAction: row(MONEY, (t) => ({ lineId: t.bankLineId, parts: "ZZZZZZZ 1.00" })),
  matchRefundAction: row(MONEY, (t) => ({ lineId: t.bankLineId, refundId: t.refundId })),
  matchPayoutAction: row(MONEY, (t) => ({ lineId: t.bankLineId })),
  matchChargeAction: row(MONEY, (t) => ({ lineId: t.bankLineId })),
  matchAccountAction: row(MONEY, (t) => ({ lineId: t.bankLineId, account: "other_income", words: "because" })),
  matchDuplicateAction: row(MONEY, (t) => ({ lineId: t.bankLineId })),
  matchReversalAction: row(MONEY, (t) => ({ lineId: t.bankLineId, reversedId: t.bankLineId })),
  ignoreAction: row(MONEY, (t) => ({ lineId: t.bankLineId, why: "because" })),
  undoAction: row(MONEY, (t) => ({ lineId: t.bankLineId })),
});
