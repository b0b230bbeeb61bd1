import type { Config } from "#config/config.ts";
import type { Money } from "#domain/kernel/money.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { type BillCode, buildBillCode } from "./bill-code.ts";
import type { CreditorAddress } from "./swiss-code.ts";
import { message, type Said } from "#messages/message.ts";

/** What a buyer copies into their bank's form. */
export type BankInstructions = {
  holder: Said;
  iban: string;
  bank: Said | null;
  /** In groups of four. */
  reference: string;
  amount: Money;
  /** What an app of a bank reads to fill all of it in; null where there is no such code for the account or the currency. */
  code: BillCode | null;
};

/** No country has the code XX, so no bank can take these for an account. */
const FICTITIOUS = {
  holder: message("payments.demo_account_holder"),
  iban: "XX00 0000 0000 0000 0000 0",
  bank: message("payments.demo_bank"),
};

/**
 * Whether a real school has switched bank transfers on without saying into which account. Buyers are not offered them until it
 * is set (`MATRICULA_BANK_ACCOUNT_HOLDER`, `MATRICULA_BANK_IBAN`).
 */
export function isBankAccountMissing(config: Pick<Config, "isReal" | "paymentProviders" | "bank">): boolean {
  return config.isReal && config.paymentProviders.includes("bank") && config.bank === null;
}

/** How to pay by transfer, or null when a real school has not said into which account. `address`: where the school is. */
export function getBankInstructions(
  config: Config,
  payment: { reference: string; amount: Money },
  address: CreditorAddress,
): BankInstructions | null {
  const rest = { reference: formatInGroups(payment.reference), amount: payment.amount };
  if (config.bank) {
    const { accountHolder, iban, bankName } = config.bank;
    const code = buildBillCode({ ...payment, holder: accountHolder, iban }, address);
    return { holder: accountHolder, iban: formatInGroups(iban), bank: bankName, code, ...rest };
  }
  return config.isReal ? null : { ...FICTITIOUS, code: null, ...rest };
}

/** Which QR code stands beside transfers in a currency; null when there can be none. */
export function getBillCodeKind(
  { accountHolder, iban }: NonNullable<Config["bank"]>,
  currency: string,
  address: CreditorAddress,
): BillCode["kind"] | null {
  return (
    buildBillCode({ holder: accountHolder, iban, reference: "", amount: { minor: 1, currency } }, address)?.kind ?? null
  );
}
