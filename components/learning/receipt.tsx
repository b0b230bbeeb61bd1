import type { PlainKey } from "#messages/message.ts";
import { Badge } from "#components/ui/badge.tsx";
import { DateTime, formatDeadline } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type {
  Receipt as ReceiptView,
  ReceiptLine,
  ReceiptPayment,
  ReceiptRefund,
} from "#domain/learning/get-receipt.ts";
import { billedToLines } from "#components/invoices/invoice-words.ts";
import { creditWords } from "./credit-words.ts";
import { orderWords, describeBalance } from "./order-words.ts";
import { MovedPlaces } from "./moved-places.tsx";
import { writtenIn } from "../ui/written-in.ts";
import { orderLeavingWords } from "#components/catalogue/terms-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { reasonWords } from "../ui/stored-words.ts";

const PROVIDERS: Record<ReceiptPayment["provider"], PlainKey> = {
  sandbox: "learning.providers_sandbox",
  stripe: "learning.providers_stripe",
  bank: "learning.providers_bank",
};

export type ReceiptProps = {
  receipt: ReceiptView;
  /** A receipt is the school's paper: its days are those of the school's mails and books, wherever it is read. */
  timezone: string;
  now: Date;
};

/** An order on paper: what was bought, what it costs, what was paid and given back. */
export function Receipt({ receipt, timezone, now }: ReceiptProps) {
  const t = getTranslator();
  const { currency, totalMinor, balance, state, lines, school, billing, isCreditOffered } = receipt;
  const words = describeBalance({ state, balance, isCreditOffered, total: { minor: totalMinor, currency } });
  const isOnPlan = balance.kind === "on_plan" || balance.kind === "underpaid";
  return (
    <div className="grid max-w-[46rem] gap-8">
      {/* What is late or still to come stands with the instalments. */}
      {words && !(receipt.instalments.length > 0 && isOnPlan) && <Notice tone="warn">{words}</Notice>}
      <div className="grid gap-6 sm:grid-cols-2">
        <Facts receipt={receipt} timezone={timezone} />
        <DescriptionList
          heading={t("learning.from_and_to")}
          items={[
            { term: t("learning.school"), value: <Seller school={school} /> },
            ...(school.registerNumber ? [{ term: t("learning.register_number"), value: school.registerNumber }] : []),
            ...(school.vatNumber ? [{ term: t("learning.vat_number"), value: school.vatNumber }] : []),
            ...(school.supportEmail ? [{ term: t("learning.questions"), value: school.supportEmail }] : []),
            {
              term: t("learning.receipt_for"),
              value: (
                <span className="whitespace-pre-line [overflow-wrap:anywhere]" dir="auto">
                  {billing ? billedToLines(billing, t.language).join("\n") : receipt.buyer.name}
                </span>
              ),
            },
            ...(billing?.vatId ? [{ term: t("invoices.paper_buyer_vat_id"), value: billing.vatId }] : []),
            ...(billing?.reference ? [{ term: t("invoices.reference_label"), value: billing.reference }] : []),
            {
              term: t("learning.email"),
              value: <span className="[overflow-wrap:anywhere]">{receipt.buyer.email}</span>,
            },
          ]}
        />
      </div>
      <Table
        caption={t("learning.what_was_bought")}
        columns={columnsOf(currency, timezone)}
        rows={lines}
        rowKey={({ slug, cohortName }) => slug + cohortName}
      />
      <Totals receipt={receipt} />
      {totalMinor > 0 && school.taxNote.text && (
        <p {...writtenIn(school.taxNote.language)} className="text-small text-ink-soft sm:text-end">
          {school.taxNote.text}
        </p>
      )}
      {receipt.payments.length + receipt.credits.length > 0 && <Payments receipt={receipt} timezone={timezone} />}
      <Leaving receipt={receipt} now={now} />
    </div>
  );
}

/** On what terms it was sold: its own where it has some, and what the school says of all of them otherwise. */
function Leaving({ receipt: { leaving, totalMinor, state, school }, now }: Pick<ReceiptProps, "receipt" | "now">) {
  const t = getTranslator();
  if (state !== "paid" && state !== "awaiting_payment") return null;
  const said = orderLeavingWords({ leaving, total: { minor: totalMinor } }, now);
  const isAgreed = leaving.some((line) => line.isAgreed);
  const { text, language } = school.refundPolicy;
  return (
    <>
      {said.length > 0 && (
        <section className="grid gap-1.5 text-small text-ink-soft" aria-label={t("learning.agreed_terms_title")}>
          <h2 className="text-base font-[560] text-ink">{t("learning.agreed_terms_title")}</h2>
          {said.map((words) => (
            <p key={words}>{words}</p>
          ))}
        </section>
      )}
      {!isAgreed && state === "paid" && totalMinor > 0 && text && (
        <p className="text-small text-ink-soft">
          <span {...writtenIn(language)}>{text}</span> {t("learning.office_decides_when_asked")}
        </p>
      )}
    </>
  );
}

/** Name and address, as on an envelope. */
function Seller({ school: { name, postalAddress } }: { school: ReceiptView["school"] }) {
  return (
    <span className="whitespace-pre-line" dir="auto">
      {postalAddress === "" ? name : `${name}\n${postalAddress}`}
    </span>
  );
}

/** What its day of payment is called: with a plan it is that of the first part. */
function paidTerm({ totalMinor, instalments }: ReceiptView): string {
  const t = getTranslator();
  if (totalMinor === 0) return t("learning.confirmed");
  return instalments.length > 0 ? t("learning.first_instalment_paid") : t("learning.paid");
}

function Facts({ receipt, timezone }: Omit<ReceiptProps, "now">) {
  const t = getTranslator();
  const { state, createdAt, paidAt, cancelledAt, cancelReason, expiresAt } = receipt;
  const on = (instant: Date) => <DateTime instant={instant} timezone={timezone} form="date" />;
  const { label, tone } = orderWords({
    ...{ state, balance: receipt.balance },
    total: { minor: receipt.totalMinor, currency: receipt.currency },
  });
  return (
    <DescriptionList
      heading={t("learning.order")}
      items={[
        { term: t("learning.number"), value: receipt.code },
        { term: t("learning.state"), value: <Badge tone={tone}>{label}</Badge> },
        { term: t("learning.placed"), value: on(createdAt) },
        ...(paidAt ? [{ term: paidTerm(receipt), value: on(paidAt) }] : []),
        ...(state === "awaiting_payment" && expiresAt
          ? [{ term: t("learning.pay_until"), value: formatDeadline(expiresAt, timezone) }]
          : []),
        ...(cancelledAt ? [{ term: t("learning.cancelled"), value: on(cancelledAt) }] : []),
        ...(cancelReason ? [{ term: t("learning.why"), value: reasonWords(cancelReason) }] : []),
      ]}
    />
  );
}

function columnsOf(currency: string, schoolTimezone: string): Column<ReceiptLine>[] {
  const t = getTranslator();
  return [
    {
      key: "course",
      header: t("learning.course"),
      cell: ({
        kind,
        renewalDays,
        courseTitle,
        titleLanguage,
        cohortName,
        cohortLanguage,
        startsAt,
        timezone,
        moved,
      }) => (
        <div>
          <span className="font-[560]" {...writtenIn(titleLanguage)}>
            {courseTitle}
          </span>
          <span className="block text-small font-normal text-ink-soft">
            {kind === "renewal" && (
              <span className="block">
                {renewalDays === null
                  ? t("learning.renewal_of_access")
                  : t("checkout.renewal_days", { days: renewalDays })}
              </span>
            )}
            {kind === "move" && <span className="block">{t("learning.difference_of_move")}</span>}
            <span {...writtenIn(cohortLanguage)}>{cohortName}</span>
            {startsAt && kind !== "renewal" && kind !== "move" && (
              <>
                {t.rich("learning.from", { dateTime: <DateTime instant={startsAt} timezone={timezone} form="date" /> })}
              </>
            )}
          </span>
          <MovedPlaces moved={moved} schoolTimezone={schoolTimezone} />
        </div>
      ),
    },
    {
      key: "quantity",
      header: t("learning.seats_label"),
      align: "end",
      cell: ({ kind, quantity }) => (kind === "enrolment" || kind === "claim" ? quantity : "–"),
    },
    {
      key: "unit",
      header: t("learning.price"),
      align: "end",
      cell: ({ unitMinor }) => formatAmount({ minor: unitMinor, currency }, { bare: true }),
    },
    {
      key: "total",
      header: t("learning.total", { currency }),
      align: "end",
      cell: ({ totalMinor }) => formatAmount({ minor: totalMinor, currency }, { bare: true }),
    },
  ];
}

function Totals({ receipt: { lines, discounts, totalMinor, currency } }: { receipt: ReceiptView }) {
  const t = getTranslator();
  const sum = (of: (line: ReceiptLine) => number) => lines.reduce((total, line) => total + of(line), 0);
  const discountMinor = sum((line) => line.discountMinor);
  const listMinor = sum((line) => line.unitMinor * line.quantity);
  const named = discounts.reduce((all, { amountMinor }) => all + amountMinor, 0);
  const taxMinor = sum((line) => line.taxMinor);
  return (
    <DescriptionList
      className="sm:ms-auto sm:w-72"
      items={[
        ...(discountMinor > 0
          ? [{ term: t("learning.list_price"), value: <Money amount={{ minor: listMinor, currency }} /> }]
          : []),
        ...discounts.map(({ label, amountMinor }) => ({
          term: t("learning.discount_named", { label }),
          value: <Money amount={{ minor: -amountMinor, currency }} />,
        })),
        ...(discountMinor > named
          ? [{ term: t("learning.discount"), value: <Money amount={{ minor: named - discountMinor, currency }} /> }]
          : []),
        ...(taxMinor > 0
          ? [{ term: t("learning.tax_included"), value: <Money amount={{ minor: taxMinor, currency }} /> }]
          : []),
        {
          term: t("learning.total_2"),
          strong: true,
          value: totalMinor === 0 ? t("learning.free") : <Money amount={{ minor: totalMinor, currency }} />,
        },
      ]}
    />
  );
}

/** How a refund stands, for the student. One by bank transfer the office sends itself, and says so when it has. */
export function refundWords(
  provider: ReceiptView["payments"][number]["provider"],
  state: string,
  approval: ReceiptRefund["approval"],
): string {
  const t = getTranslator();
  if (state !== "requested" && state !== "submitted") return t("learning.given_back");
  if (approval === "awaited") return t("learning.goes_back_once_approved");
  return provider === "bank" ? t("learning.to_be_sent_back_to_you") : t("learning.going_back_to_you");
}

function Payments({ receipt, timezone }: { receipt: ReceiptView; timezone: string }) {
  const t = getTranslator();
  const { payments, credits, currency, balance } = receipt;
  const items = payments.flatMap((payment) => [
    {
      term:
        payment.state === "pending"
          ? t("learning.not_arrived_yet", { provider: t(PROVIDERS[payment.provider]) })
          : t(PROVIDERS[payment.provider]),
      value: <MoneyAt minor={payment.amountMinor} currency={currency} at={payment.at} timezone={timezone} />,
    },
    ...payment.refunds
      .filter(({ state }) => state !== "failed")
      .map(({ state, approval, amountMinor, at }) => ({
        term: refundWords(payment.provider, state, approval),
        value: <MoneyAt minor={-amountMinor} currency={currency} at={at} timezone={timezone} />,
      })),
  ]);
  return (
    <DescriptionList
      heading={t("learning.payments")}
      items={[
        ...items,
        ...credits.map(({ kind, amountMinor, at }) => ({
          term: t(creditWords(kind)),
          value: <MoneyAt minor={-amountMinor} currency={currency} at={at} timezone={timezone} />,
        })),
        {
          term: t("learning.paid_in_all"),
          strong: true,
          value: <Money amount={{ minor: balance.paidMinor, currency }} />,
        },
      ]}
    />
  );
}

type MoneyAtProps = { minor: number; currency: string; at: Date; timezone: string };

function MoneyAt({ minor, currency, at, timezone }: MoneyAtProps) {
  return (
    <>
      <span className="text-ink-faint">
        <DateTime instant={at} timezone={timezone} form="date" />
      </span>{" "}
      <Money amount={{ minor, currency }} />
    </>
  );
}
