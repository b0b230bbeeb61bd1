import type { ReactNode } from "react";
import { Panel } from "#components/admin/panel.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import type { BankLineView } from "#domain/bank/get-bank-line.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { BankAmount } from "./bank-amount.tsx";
import { formatDay } from "./format-day.ts";

/** What the bank says of a line; what it does not say is left out. */
export function BankLineFacts({ line, auditAt }: { line: BankLineView; auditAt: string | undefined }) {
  const t = getTranslator();
  const plain = (text: string) => (
    <span className="[overflow-wrap:anywhere]" dir="auto">
      {text}
    </span>
  );
  const figures = (text: string) => <span className="num [overflow-wrap:anywhere]">{text}</span>;
  const said = (term: string, text: string | null, show: (text: string) => ReactNode) =>
    text === null || text === "" ? [] : [{ term, value: show(text) }];
  return (
    <Panel title={t("bank.facts_title")}>
      <DescriptionList
        items={[
          { term: t("bank.amount_label"), value: <BankAmount line={line} /> },
          ...said(t("bank.foreign_label"), line.foreign, figures),
          { term: t("bank.booked_label"), value: formatDay(line.bookedOn) },
          ...said(t("bank.value_label"), line.valueOn, formatDay),
          ...said(t("bank.who_label"), line.name, plain),
          ...said(t("bank.iban_label"), line.iban, (iban) => figures(formatInGroups(iban))),
          ...said(t("bank.reference_label"), line.reference, (reference) => figures(formatInGroups(reference))),
          ...said(t("bank.end_to_end_label"), line.endToEndId, figures),
          ...said(t("bank.text_label"), line.text, plain),
          ...said(t("bank.return_label"), line.returnReason, figures),
          ...said(t("bank.reverses_label"), line.reversesId, (id) => (
            <a className="link" href={`/admin/bank/${id}`}>
              {t("accounting.bank_line_link")}
            </a>
          )),
          ...said(t("bank.batch_label"), line.batchCount === null ? null : String(line.batchCount), figures),
          { term: t("bank.account_label"), value: figures(formatInGroups(line.account)) },
          {
            term: t("bank.file_line_label"),
            value: (
              <a className="link [overflow-wrap:anywhere]" href={`/admin/bank?file=${line.fileId}`}>
                {t("bank.file_line", { file: line.fileName, line: line.fileLine })}
              </a>
            ),
          },
          ...said(t("bank.ignored_label"), line.ignoredReason, plain),
          ...said(t("bank.audit_log_label"), auditAt ?? null, (href) => (
            <a className="link" href={href}>
              {t("bank.audit_log_link")}
            </a>
          )),
        ]}
      />
    </Panel>
  );
}
