import { askForAccounts } from "./ask-for-accounts.ts";
import { askForBank } from "./ask-for-bank.ts";
import { askForDeskMoney } from "./ask-for-desk-money.ts";
import { askForCredit } from "./ask-for-credit.ts";
import type { Asking } from "./ask-for-progress.ts";

/** Credit is offered, taken, given, spent and paid out; a statement is loaded, its lines are matched, put aside and undone. */
export async function askForMoney(asking: Asking): Promise<void> {
  await askForCredit(asking);
  await askForBank(asking);
  await askForDeskMoney(asking);
  await askForAccounts(asking);
}
