import { inFile, row } from "./action-row.ts";
import { ADMIN, MONEY } from "./who.ts";

/** Who may press what on the pages of the accounts. */
export const ACCOUNTING = {
  ...inFile("app/admin/accounting/opening/actions.ts", {
    addOpeningAction: row(MONEY, () => ({
      ...{ bookedOn: "2020-01-08", currency: "CHF", words: "because" },
      ...{ "debit.bank": "1", "credit.opening": "1" },
    })),
  }),
  ...inFile("app/admin/accounting/actions.ts", {
    addEntryAction: row(MONEY, () => ({
      ...{ debit: "bank", credit: "opening", amount: "1", currency: "CHF" },
      ...{ bookedOn: "2020-01-08", words: "because" },
    })),
    reverseEntryAction: row(MONEY, () => ({ seq: "1", why: "because" })),
    closePeriodAction: row(MONEY, () => ({ period: "2030-01" })),
    reopenPeriodAction: row(ADMIN, () => ({ period: "2030-01", why: "because" })),
  }),
};
