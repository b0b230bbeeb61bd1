import { inFile, row } from "./action-row.ts";
import { ADMIN } from "./who.ts";

const settings = { name: "The school", currency: "CHF", timezone: "UTC", longHoldsMax: "20" };

/** The forms of the school's settings. */
export const SETTINGS = {
  ...inFile("app/admin/settings/actions.ts", {
    changeSettingsAction: row(ADMIN, () => settings),
    translateSchoolAction: row(ADMIN, () => ({ language: "de", motto: "Abendkurse" })),
  }),
  ...inFile("app/admin/settings/connections/actions.ts", {
    setConnectionAction: row(["owner"], () => ({ part: "bank" })),
    sendTestMailAction: row(ADMIN),
  }),
  ...inFile("app/admin/settings/accounting/actions.ts", {
    changeAccountingAction: row(ADMIN, () => ({
      ...{ accountingBasis: "paid", revenueRecognition: "when_paid", accountingYearMonth: "1" },
    })),
    changeAccountNumbersAction: row(ADMIN, () => ({ "accountNumbers.bank": "1021" })),
    takeChartAction: row(ADMIN, () => ({ chart: "kmu" })),
  }),
  ...inFile("app/admin/settings/tax/actions.ts", {
    addTaxRateAction: row(ADMIN, () => ({ category: "standard", ratePpm: "8.1", kind: "Languages" })),
    setReverseChargeAction: row(ADMIN, () => ({ reverseChargeNote: "Reverse charge" })),
    setTaxLineAction: row(ADMIN, () => ({ taxNote: "Includes 8.1 % VAT" })),
    removeTaxRateAction: row(ADMIN, (t) => ({ taxRateId: t.taxRateId })),
  }),
};
