import { getPaperHref, PAPER_WORDS } from "#components/invoices/invoice-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import type { OrderPaper } from "#domain/invoices/get-order-paper.ts";

/** What a company's bookkeeping wants before it pays: the proforma invoice and the order form. */
export function PapersToPay({ code, papers }: { code: string; papers: readonly OrderPaper[] }) {
  const t = getTranslator();
  if (papers.length === 0) return null;
  return (
    <p className="flex flex-wrap gap-x-4 gap-y-1 text-small text-ink-soft">
      {t("checkout.papers_words")}
      {papers.map((paper) => (
        <a key={paper} className="link" href={getPaperHref(code, paper)}>
          {t("invoices.as_pdf", { paper: t(PAPER_WORDS[paper]) })}
        </a>
      ))}
    </p>
  );
}
