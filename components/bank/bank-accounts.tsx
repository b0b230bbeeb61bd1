import { Ask } from "#components/admin/ask.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { BankBalance } from "#domain/bank/list-bank-balances.ts";
import type { BankAccount } from "#domain/bank/school-accounts.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { formatDay } from "./format-day.ts";

type Props = {
  accounts: readonly BankAccount[];
  balances: readonly BankBalance[];
  archiveAction: FormAction;
  restoreAction: FormAction;
};

/** The school's accounts: what the bank says that each holds, beside the ledger; those that are archived below. */
export function BankAccounts({ accounts, balances, archiveAction, restoreAction }: Props) {
  const t = getTranslator();
  if (accounts.length === 0) return <p className="text-small text-ink-soft">{t("bank.no_accounts")}</p>;
  const sorted = [...accounts].sort((a, b) => Number(a.archivedAt !== null) - Number(b.archivedAt !== null));
  return (
    <ul className="grid gap-3">
      {sorted.map((account) => (
        <li key={account.iban} className="grid gap-1 text-small [overflow-wrap:anywhere]">
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="num">{formatInGroups(account.iban)}</span>
            {account.archivedAt && <Badge>{t("bank.account_archived")}</Badge>}
          </span>
          {balances.flatMap((balance) =>
            balance.accountId === account.id ? [<BalanceWords key={balance.currency} {...balance} />] : [],
          )}
          {account.id !== "" && (
            <span>
              <Ask
                id={`archive-${account.id}`}
                trigger={t(account.archivedAt ? "bank.restore_button" : "bank.archive_button")}
                title={t(account.archivedAt ? "bank.restore_title" : "bank.archive_title", {
                  account: formatInGroups(account.iban),
                })}
                confirmLabel={t(account.archivedAt ? "bank.restore_button" : "bank.archive_button")}
                why={false}
                tone="quiet"
                action={account.archivedAt ? restoreAction : archiveAction}
                values={{ accountId: account.id }}
              >
                {t(account.archivedAt ? "bank.restore_words" : "bank.archive_words")}
              </Ask>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The bank's balance and the ledger's on the same day, and by how much they differ. */
export function BalanceWords({ currency, closingOn, bankMinor, ledgerMinor }: BankBalance) {
  const t = getTranslator();
  const amount = (minor: number) => formatAmount({ minor, currency });
  const said = { date: formatDay(closingOn), bank: amount(bankMinor), ledger: amount(ledgerMinor) };
  return bankMinor === ledgerMinor ? (
    <span className="text-ink-soft">{t("bank.balance_agrees", said)}</span>
  ) : (
    <span className="text-warn">
      {t("bank.balance_differs", { ...said, difference: amount(bankMinor - ledgerMinor) })}
    </span>
  );
}
