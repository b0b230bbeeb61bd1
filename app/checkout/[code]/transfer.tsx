import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { schoolTimezone } from "#app/_layout/school-timezone.ts";
import { CopyText } from "#components/checkout/copy-text.tsx";
import { cx } from "#components/ui/cx.ts";
import { formatDeadline } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { QrCode } from "#components/ui/qr-code.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";
import { compactCode } from "#domain/kernel/modulo97.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import type { BillCode } from "#providers/bank/bill-code.ts";
import { getBankInstructions } from "#providers/bank/instructions.ts";
import { runtime } from "#runtime";
import { getTranslator } from "#components/messages/get-translator.ts";

/** Where to send the money, and what to write on it: as text to copy, and as a code that an app of a bank reads. */
export async function TransferInstructions({
  checkout,
  payment: { reference, amountMinor: minor },
  isLaterPart = false,
}: {
  checkout: Pick<CheckoutView, "code" | "total" | "expiresAt">;
  payment: { reference: string | null; amountMinor: number };
  /** Of a place that is open already, so nothing is lost with the day. */
  isLaterPart?: boolean;
}) {
  const t = getTranslator();
  const payment = { reference: reference ?? checkout.code, amount: { minor, currency: checkout.total.currency } };
  const how = getBankInstructions(runtime().config, payment, await getSettingsOnce(await getPageReadCtx()));
  if (!how) {
    return (
      <Notice tone="info" title={t("checkout.we_will_tell_you_where_to_send_the_money_title")}>
        {t("checkout.the_school_has_not_said_into_which")}
      </Notice>
    );
  }
  const { expiresAt } = checkout;
  const items = [
    {
      term: t("checkout.amount"),
      value: <ToCopy what={t("checkout.amount")} shown={formatAmount(how.amount)} copied={toDecimal(how.amount)} />,
    },
    {
      term: t("checkout.reference"),
      value: <ToCopy what={t("checkout.reference")} shown={how.reference} />,
      strong: true,
    },
    { term: t("checkout.to"), value: t.format(how.holder) },
    { term: t("checkout.iban"), value: <ToCopy what={t("checkout.iban")} shown={how.iban} /> },
    ...(how.bank ? [{ term: t("checkout.bank"), value: t.format(how.bank) }] : []),
    ...(expiresAt && !isLaterPart
      ? [{ term: t("checkout.transfer_until"), value: formatDeadline(expiresAt, await schoolTimezone()) }]
      : []),
  ];
  return (
    <section className="rounded-md border border-rule bg-surface px-5 py-4">
      <DescriptionList heading={t("checkout.send_us_a_transfer")} items={items} />
      <p className="mt-3 text-small text-ink-soft">{t("checkout.please_write_the_reference_exactly_like")}</p>
      {how.code && <Code {...how.code} />}
    </section>
  );
}

/** The code says what stands above it, so it is none for those who cannot see it. */
function Code({ kind, text }: BillCode) {
  const t = getTranslator();
  return (
    <figure className="mt-4 grid items-center gap-x-5 gap-y-2 border-t border-rule pt-4 sm:grid-cols-[180px_minmax(0,1fr)]">
      <div className="w-[180px] max-w-full">
        <QrCode text={text} label={t("checkout.bill_code_label")} cross={kind === "swiss"} />
      </div>
      <figcaption className="text-small text-ink-soft">
        {kind === "swiss" ? t("checkout.bill_code_swiss") : t("checkout.bill_code_epc")}
      </figcaption>
    </figure>
  );
}

/** Most numbers of accounts fit in a line of a phone. */
const LINE_LENGTH = 27;

/** One press takes the whole of it, to be pasted where one pays; `copied` where that is not what is shown without its blanks. */
function ToCopy({ what, shown, copied = compactCode(shown) }: { what: string; shown: string; copied?: string }) {
  const t = getTranslator();
  const fits = shown.length <= LINE_LENGTH;
  return (
    <CopyText
      shown={shown}
      copied={copied}
      button={t("checkout.copy_button")}
      done={t("checkout.copied_button")}
      label={t("checkout.copy_label", { what })}
      className={cx("select-all max-sm:text-small", fits && "whitespace-nowrap")}
    />
  );
}
