import type { ReactNode } from "react";
import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { AcceptTerms, PayChoice, type PayOption } from "#components/checkout/pay-choice.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import { describeFailure } from "#domain/kernel/describe-failure.ts";
import type { Money } from "#domain/kernel/money.ts";
import type { FailedAttempt } from "#domain/instalments/failed-attempt.ts";
import type { PartReceipt } from "#domain/invoices/list-part-receipts.ts";
import { getPaymentReceiptHref } from "#components/invoices/invoice-words.ts";
import type { Instalment } from "#domain/instalments/load-instalments.ts";
import { formatDay } from "./release-words.ts";

type Shown = {
  instalments: readonly Instalment[];
  /** What moves to cheaper dates have taken off them, in minor units. */
  takenOffMinor?: number;
  /** How much more each of them was that a move has lowered, by its id, in minor units. */
  loweredMinor?: Record<string, number>;
  /** The parts whose payment has a receipt of its own; none before something is paid. */
  receipts?: readonly Pick<PartReceipt, "instalmentId">[];
  /** For the addresses of those. */
  orderCode?: string;
  currency: string;
  timezone: string;
  now: Date;
};

/** What a part is: its number, the fee of a reminder of it, or that of the cancellation. */
function instalmentWords({ kind, number }: Pick<Instalment, "kind" | "number">): string {
  const t = getTranslator();
  if (kind === "cancellation_fee") return t("instalments.cancellation_fee");
  return kind === "fee" ? t("instalments.fee_of_part", { number }) : t("instalments.part_number", { number });
}

const isLate = ({ state, lateFrom }: Instalment, now: Date) => state === "due" && lateFrom <= now;

function StateOf({ each, timezone, now }: { each: Instalment; timezone: string; now: Date }) {
  const t = getTranslator();
  const due = { date: formatDay(each.dueOn) };
  if (each.state === "cancelled") return <Badge>{t("instalments.state_cancelled")}</Badge>;
  if (each.state === "paid") {
    const date = each.paidAt ? formatInstant(each.paidAt, { timezone, form: "date" }) : "";
    return <Badge tone="ok">{t("instalments.state_paid", { date })}</Badge>;
  }
  if (isLate(each, now)) return <Badge tone="bad">{t("instalments.state_late", due)}</Badge>;
  return <Badge>{t("instalments.state_due", due)}</Badge>;
}

/** What a part asks for, beside what it was before a move to a cheaper date; of one that a move has taken off whole, what it was. */
function PartAmount({ each, loweredMinor, currency }: { each: Instalment; loweredMinor: number; currency: string }) {
  const t = getTranslator();
  const was = formatAmount({ minor: each.amountMinor + loweredMinor, currency });
  if (each.state === "cancelled" || loweredMinor === 0) return <span className="num">{was}</span>;
  return (
    <>
      <span className="num">{formatAmount({ minor: each.amountMinor, currency })}</span>
      <span className="block text-small text-ink-soft">{t("instalments.was_before_move", { amount: was })}</span>
    </>
  );
}

/** The parts of an order, with how each stands. */
export function InstalmentTable(shown: Shown) {
  const {
    orderCode = "",
    instalments,
    receipts = [],
    takenOffMinor = 0,
    loweredMinor = {},
    currency,
    timezone,
    now,
  } = shown;
  const t = getTranslator();
  const columns: Column<Instalment>[] = [
    { key: "number", header: t("instalments.number"), cell: instalmentWords },
    {
      key: "state",
      header: t("instalments.state"),
      cell: (each) => (
        <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <StateOf each={each} timezone={timezone} now={now} />
          {receipts.some(({ instalmentId }) => instalmentId === each.id) && (
            <a
              className="link text-small"
              href={getPaymentReceiptHref(orderCode, each)}
              aria-label={t("invoices.receipt_of", { part: instalmentWords(each) })}
            >
              {t("invoices.receipt_link")}
            </a>
          )}
        </span>
      ),
    },
    {
      key: "amount",
      header: t("instalments.amount"),
      align: "end",
      cell: (each) => <PartAmount each={each} loweredMinor={loweredMinor[each.id] ?? 0} currency={currency} />,
    },
  ];
  return (
    <>
      <Table
        caption={t("instalments.plan_caption")}
        columns={columns}
        rows={[...instalments]}
        rowKey={({ id }) => id}
      />
      {takenOffMinor > 0 && (
        <p className="mt-2 text-small text-ink-soft">
          {t("instalments.taken_off", { amount: formatAmount({ minor: takenOffMinor, currency }) })}
        </p>
      )}
    </>
  );
}

type PayProps = Shown & {
  order: { id: string; code: string };
  options: PayOption[];
  action: FormAction;
  /** What the buyer has with the school, and the form that pays with it. */
  credit: Money;
  creditAction: FormAction;
  /** A card is charged for what follows, by agreement. */
  hasCard: boolean;
  /** What has come of the next part, before the rest of it; in minor units. */
  heldMinor: number;
  /** The last attempt to pay what is due, where it did not go through. */
  failed: FailedAttempt | undefined;
  /** How to make a transfer that was chosen. */
  children?: ReactNode;
};

/** The buyer's own: each part, what is late, and a button for the next one and for all that is left. */
export function PayInstalments(props: PayProps) {
  const { order, options, action, credit, creditAction, children, hasCard, failed, heldMinor, ...shown } = props;
  const t = getTranslator();
  const { instalments, currency, now } = shown;
  const due = instalments.filter(({ state }) => state === "due");
  const shownOf = (minor: number) => formatAmount({ minor, currency });
  const sumOf = (all: readonly Instalment[]) => all.reduce((total, { amountMinor }) => total + amountMinor, 0);
  const late = due.filter((each) => isLate(each, now));
  const next = due.filter(({ number }) => number === due[0]?.number);
  // As it is asked for: a whole part too much is for a person.
  const receivedMinor = heldMinor < sumOf(next) ? heldMinor : 0;
  const sum = (all: readonly Instalment[]) => shownOf(Math.max(0, sumOf(all) - receivedMinor));
  const isFeeLeft = due.some(({ kind }) => kind === "cancellation_fee");
  const choices = [
    ...(next[0] && next.length < due.length
      ? [{ pay: `instalment-${next[0].number}`, words: partWords(next[0].number, sum(next)) }]
      : []),
    ...(due.length > 0 ? [{ pay: "all", words: restWords(due, sum(due)) }] : []),
  ];
  return (
    <section className="mb-9 grid max-w-[46rem] gap-5 print:hidden" id="instalments">
      <h2>{t("instalments.your_instalments_heading")}</h2>
      {failed && (
        <FailedNotice {...{ failed, order, currency }} others={options.length - 1} timezone={shown.timezone} />
      )}
      {late.length > 0 && (
        <Notice tone="warn" title={t("instalments.late_title", { amount: sum(late) })}>
          {late.some(({ suspendedAt }) => suspendedAt !== null)
            ? `${t("instalments.access_waits_title")}. ${t("instalments.access_waits_words")}`
            : t("instalments.late_words")}
        </Notice>
      )}
      <InstalmentTable {...shown} />
      {receivedMinor > 0 && (
        <p>
          {t("instalments.received_of_part", {
            received: shownOf(receivedMinor),
            number: next[0]?.number ?? 1,
            left: sum(next),
          })}
        </p>
      )}
      {children}
      {due.length > 0 && options.length > 0 && (
        <StateForm action={action} values={{ orderId: order.id, code: order.code }} className="grid gap-4">
          <PayChoice options={options} isInParts={!hasCard && next.length < due.length} chosen={failed?.provider} />
          <p className="text-small text-ink-soft">
            {isFeeLeft ? t("instalments.cancellation_fee_words") : t("instalments.pay_early_words")}
          </p>
          <div className="flex flex-wrap gap-3">
            {choices.map(({ pay, words }, at) => (
              <SubmitButton
                key={pay}
                name="pay"
                value={pay}
                variant={at === 0 ? "primary" : "quiet"}
                pendingLabel={t("checkout.one_moment_pending")}
              >
                {words}
              </SubmitButton>
            ))}
          </div>
        </StateForm>
      )}
      {next[0] && (
        <PayWithCredit
          {...{ order, credit, action: creditAction, terms: options[0]?.terms }}
          part={{ number: next[0].number, minor: sumOf(next) - receivedMinor }}
        />
      )}
    </section>
  );
}

type FailedProps = Pick<PayProps, "order"> & {
  failed: FailedAttempt;
  currency: string;
  others: number;
  timezone: string;
};

/** Says that a part or a fee was not paid, why, that nothing was taken, and what can be done now. */
function FailedNotice({ failed, order, currency, others, timezone }: FailedProps) {
  const t = getTranslator();
  const amount = formatAmount({ minor: failed.amountMinor, currency });
  const date = formatInstant(failed.createdAt, { timezone, form: "date" });
  const why = failed.failure ? describeFailure(failed.failure, t) : t("payment_failures.payment_not_through");
  return (
    <Notice
      tone="bad"
      title={
        failed.isKeptCard
          ? t("instalments.failed_kept_card_title", { amount, date })
          : t("instalments.failed_title", { amount })
      }
    >
      {t("instalments.failed_words", { why, others: Math.max(0, others) })}{" "}
      <a className="link" href={`/help/new?about=order:${order.id}`}>
        {t("checkout.write_to_us_about_this_order")}
      </a>
    </Notice>
  );
}

type PayWithCreditProps = Pick<PayProps, "order" | "credit" | "action"> & {
  part: { number: number; minor: number };
  terms: string | undefined;
};

/** Offered where credit pays the next part whole. */
function PayWithCredit({ order, credit, part, action, terms }: PayWithCreditProps) {
  const t = getTranslator();
  if (credit.minor < part.minor) return null;
  const values = { orderId: order.id, code: order.code, pay: `instalment-${part.number}` };
  return (
    <StateForm action={action} values={values} className="grid justify-items-start gap-2">
      {/* The words stand at the buttons above. */}
      {terms !== undefined && <AcceptTerms version={terms} isSaid={false} />}
      <p className="text-small text-ink-soft">{t("credit.use_words", { amount: formatAmount(credit) })}</p>
      <SubmitButton variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
        {t("credit.use_button", { amount: formatAmount({ minor: part.minor, currency: credit.currency }) })}
      </SubmitButton>
    </StateForm>
  );
}

const restWords = (due: readonly Instalment[], amount: string) =>
  due.every(({ kind }) => kind === "cancellation_fee")
    ? getTranslator()("instalments.pay_cancellation_fee_button", { amount })
    : getTranslator()("instalments.pay_rest_button", { amount });

const partWords = (number: number, amount: string) =>
  getTranslator()("instalments.pay_part_button", { number, amount });
