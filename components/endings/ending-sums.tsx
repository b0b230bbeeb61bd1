import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";

/** `overpaid`: what of it was paid beyond the price, where there is any. */
type Sums = {
  paid: string;
  overpaid?: string | undefined;
  returned: string;
  kept: string;
  /** The terms say what comes back: not where the school has called it off, or what is left of a place that has ended. */
  isByTerms?: boolean;
};

/** What is here of something that is to end, what of it comes back and what the school keeps: of a place, of an order and of a cohort. */
export function EndingSums({ paid, overpaid, returned, kept, isByTerms = true }: Sums) {
  const t = getTranslator();
  return (
    <DescriptionList
      items={[
        { term: t("endings.paid_label"), value: paid },
        ...(overpaid === undefined ? [] : [{ term: t("endings.overpaid_label"), value: overpaid }]),
        { term: t(isByTerms ? "endings.returned_label" : "endings.comes_back_label"), value: returned },
        { term: t("endings.kept_label"), value: kept },
      ]}
    />
  );
}

/** Who is told of it. */
export function EndingMails({ isMoneyAlone = false }: { isMoneyAlone?: boolean }) {
  const t = getTranslator();
  return (
    <p className="text-small text-ink-soft">{t(isMoneyAlone ? "endings.mails_money_words" : "endings.mails_words")}</p>
  );
}
