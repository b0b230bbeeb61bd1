import { cx } from "#components/ui/cx.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { config } from "#config/config.ts";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";
import { getBankInstructions } from "#providers/bank/instructions.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** Where to send the money, and what to write on it. */
export function TransferInstructions({ checkout, reference }: { checkout: CheckoutView; reference: string | null }) {
  const t = getTranslator();
  const how = getBankInstructions(config(), { reference: reference ?? checkout.code, amount: checkout.total });
  if (!how) {
    return (
      <Notice tone="info" title={t("checkout.we_will_tell_you_where_to_send_the_money_title")}>
        {t("checkout.the_school_has_not_said_into_which")}
      </Notice>
    );
  }
  const items = [
    { term: t("checkout.amount"), value: formatAmount(how.amount) },
    { term: t("checkout.reference"), value: <ToCopy text={how.reference} />, strong: true },
    { term: t("checkout.to"), value: t.format(how.holder) },
    { term: t("checkout.iban"), value: <ToCopy text={how.iban} /> },
    ...(how.bank ? [{ term: t("checkout.bank"), value: t.format(how.bank) }] : []),
  ];
  return (
    <section className="rounded-md border border-rule bg-surface px-5 py-4">
      <DescriptionList heading={t("checkout.send_us_a_transfer")} items={items} />
      <p className="mt-3 text-small text-ink-soft">{t("checkout.please_write_the_reference_exactly_like")}</p>
    </section>
  );
}

/** Most numbers of accounts fit in a line of a phone. */
const LINE_LENGTH = 27;

/** One press takes the whole of it, to be pasted where one pays. */
function ToCopy({ text }: { text: string }) {
  const fits = text.length <= LINE_LENGTH;
  return <span className={cx("select-all max-sm:text-small", fits && "whitespace-nowrap")}>{text}</span>;
}
