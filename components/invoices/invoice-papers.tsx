import { StateBadge } from "#components/admin/states.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { OrderInvoice } from "#domain/invoices/get-order-invoices.ts";
import type { OrderPaper } from "#domain/invoices/get-order-paper.ts";
import {
  getEInvoiceHref,
  getInvoiceHref,
  getPaperHref,
  INVOICE_WORDS,
  isReopened,
  KIND_WORDS,
  PAPER_WORDS,
} from "./invoice-words.ts";

export type InvoicePapersProps = {
  orderCode: string;
  invoices: readonly OrderInvoice[];
  papers: readonly OrderPaper[];
};

/** `2026-12-31` as the reader writes days. */
const formatDay = (day: string) => formatInstant(new Date(`${day}T12:00:00Z`), { timezone: "UTC", form: "date" });

/** What was issued for an order, and the papers that say how it stands now, each as PDF. */
export function InvoicePapers({ orderCode, invoices, papers }: InvoicePapersProps) {
  const t = getTranslator();
  return (
    <div className="grid gap-4">
      {invoices.length > 0 && (
        <ul className="grid gap-3">
          {invoices.map(({ id, code, kind, state, issuedOn, dueOn, totalMinor: minor, currency, hasFailed }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
              <a className="link font-[560]" href={getInvoiceHref(orderCode, code)}>
                {t("invoices.named", { kind: t(KIND_WORDS[kind]), number: code })}
              </a>
              <span className="num">{formatAmount({ minor, currency })}</span>
              <StateBadge words={INVOICE_WORDS} state={state} />
              <span className="text-small text-ink-faint">
                {state === "open" && dueOn
                  ? t("invoices.issued_and_due", { date: formatDay(issuedOn), due: formatDay(dueOn) })
                  : formatDay(issuedOn)}
              </span>
              <a className="link text-small" href={getEInvoiceHref(orderCode, code)}>
                {t("einvoice.short_link")}
              </a>
              {isReopened({ kind, state, dueOn }) && (
                <span className="basis-full text-small text-ink-soft">{t("invoices.reopened_words")}</span>
              )}
              {hasFailed && <span className="text-small text-bad">{t("invoices.no_file")}</span>}
            </li>
          ))}
        </ul>
      )}
      {papers.length > 0 && (
        <p className="flex flex-wrap gap-x-4 gap-y-1 text-small">
          {papers.map((paper) => (
            <a key={paper} className="link" href={getPaperHref(orderCode, paper)}>
              {t("invoices.as_pdf", { paper: t(PAPER_WORDS[paper]) })}
            </a>
          ))}
        </p>
      )}
    </div>
  );
}
