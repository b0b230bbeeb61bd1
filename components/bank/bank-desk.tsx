import { Fold, FoldedForm } from "#components/admin/folded-form.tsx";
import { FormFile } from "#components/admin/form-file.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { type FormAction, FormInput, FormSelect, FormTextArea, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { BankBalance } from "#domain/bank/list-bank-balances.ts";
import type { BankAccount } from "#domain/bank/school-accounts.ts";
import { BankAccounts } from "./bank-accounts.tsx";
import type { BankFileRow } from "#domain/bank/list-bank-files.ts";

type Props = {
  accounts: readonly BankAccount[];
  balances: readonly BankBalance[];
  files: readonly BankFileRow[];
  timezone: string;
  loadAction: FormAction;
  accountAction: FormAction;
  archiveAction: FormAction;
  restoreAction: FormAction;
  /** What may be chosen where it cannot be found out how a file is written. */
  encodings: readonly string[];
};

/** Where a file is loaded, whose accounts are read, and what was loaded lately. */
export function BankDesk(props: Props) {
  const { accounts, balances, files, timezone, loadAction, accountAction, encodings } = props;
  const { archiveAction, restoreAction } = props;
  const t = getTranslator();
  return (
    <div className="mb-5 grid grid-cols-1 items-start gap-5 lg:grid-cols-2">
      <Panel title={t("bank.load_title")}>
        <StateForm action={loadAction} className="grid gap-4">
          <FormFile
            name="file"
            label={t("bank.file_label")}
            accept=".xml,.camt,.sta,.mt940,.940,.txt,.csv"
            hint={t("bank.file_hint")}
          />
          <CsvHints encodings={encodings} />
          <div>
            <SubmitButton pendingLabel={t("bank.loading_pending")}>{t("bank.load_button")}</SubmitButton>
          </div>
        </StateForm>
        <div className="mt-5 grid gap-2 border-t border-rule pt-4">
          <h3 className="text-small font-[560]">{t("bank.accounts_title")}</h3>
          <BankAccounts {...{ accounts, balances, archiveAction, restoreAction }} />
          <FoldedForm id="add-account" trigger={t("bank.add_account_button")} action={accountAction}>
            <FormInput
              name="account"
              label={t("bank.account_label")}
              hint={t("bank.account_hint")}
              autoComplete="off"
              maxLength={60}
              required
            />
            <div>
              <SubmitButton size="s">{t("bank.add_account_confirm")}</SubmitButton>
            </div>
          </FoldedForm>
        </div>
      </Panel>
      {files.length > 0 && (
        <Panel title={t("bank.files_title")}>
          <ul className="grid gap-3.5">
            {files.map((file) => (
              <LoadedFile key={file.id} file={file} timezone={timezone} />
            ))}
          </ul>
        </Panel>
      )}
    </div>
  );
}

/** What a bank's table does not say by itself. What is said here once is known when the next file of that bank comes. */
function CsvHints({ encodings }: Pick<Props, "encodings">) {
  const t = getTranslator();
  return (
    <Fold id="csv-hints" trigger={t("bank.csv_title")} close={t("bank.csv_title")}>
      <p className="text-small text-ink-soft">{t("bank.csv_words")}</p>
      <FormTextArea
        name="columns"
        label={t("bank.csv_columns_label")}
        hint={t("bank.csv_columns_hint")}
        rows={4}
        maxLength={4000}
        optional
      />
      <FormSelect
        name="dateOrder"
        label={t("bank.csv_date_label")}
        options={[
          { value: "", label: t("bank.csv_find_out") },
          { value: "dmy", label: t("bank.csv_date_dmy") },
          { value: "mdy", label: t("bank.csv_date_mdy") },
          { value: "ymd", label: t("bank.csv_date_ymd") },
        ]}
      />
      <FormSelect
        name="encoding"
        label={t("admin_students.encoding_label")}
        hint={t("admin_students.encoding_hint")}
        options={[
          { value: "", label: t("bank.csv_find_out") },
          ...encodings.map((name) => ({ value: name, label: name })),
        ]}
      />
      <FormInput name="currency" label={t("bank.csv_currency_label")} autoComplete="off" maxLength={3} optional />
      <FormInput name="csvAccount" label={t("bank.account_label")} autoComplete="off" maxLength={60} optional />
    </Fold>
  );
}

/** So many findings are read at once; the others are of the same kind. */
const FINDINGS_SHOWN = 5;

function LoadedFile({ file, timezone }: { file: BankFileRow; timezone: string }) {
  const t = getTranslator();
  const { id, name, format, lineCount, newCount, findings, createdAt, by } = file;
  return (
    <li className="grid gap-1 border-t border-rule pt-3 first:border-0 first:pt-0">
      <a href={`/admin/bank?file=${id}`} className="link font-[560] [overflow-wrap:anywhere]">
        <bdi>{name}</bdi>
      </a>
      <span className="text-small text-ink-soft">
        {t("bank.file_counts", { format: t(`bank.format_${format}`), lines: lineCount, added: newCount })}
      </span>
      <span className="text-tiny text-ink-faint">
        <DateTime instant={createdAt} timezone={timezone} showZone={false} /> · <bdi>{by ?? t("bank.by_command")}</bdi>
      </span>
      {findings.slice(0, FINDINGS_SHOWN).map(({ line, words }, at) => (
        <span key={`${line} ${at}`} className="text-small text-bad">
          {t("bank.finding", { line, why: t.format(words) })}
        </span>
      ))}
      {findings.length > FINDINGS_SHOWN && (
        <span className="text-small text-bad">
          {t("bank.more_findings", { count: findings.length - FINDINGS_SHOWN })}
        </span>
      )}
    </li>
  );
}
