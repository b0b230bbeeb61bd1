import { DateTime, formatInstant } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import type { CheckoutLine, OfferView } from "#domain/checkout/get-checkout.ts";
import type { Money as Amount } from "#domain/kernel/money.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** One reason why it costs less. `until`: when it ends. */
type SummaryDiscount = { label: string; amount: Amount; until?: Date | null };

/** What is being bought, at the side of the form. */
export function OrderSummary({
  lines,
  list,
  discounts = [],
  total,
  notes = [],
  isEach = false,
}: {
  lines: (OfferView & { renewalDays?: number | null; kind?: CheckoutLine["kind"]; places?: number })[];
  /** What its places cost, and why it is less. */
  list?: Amount;
  discounts?: readonly SummaryDiscount[];
  total: Amount;
  /** What to know before it is bought, a sentence each. */
  notes?: string[];
  /** How many is not said yet, so the total is the price of one. */
  isEach?: boolean;
}) {
  const t = getTranslator();
  return (
    <aside
      className="card order-first min-w-0 self-start p-[22px] [overflow-wrap:anywhere] sm:order-none"
      aria-label={t("checkout.what_you_are_buying_label")}
    >
      {lines.map((line) => (
        <div key={line.cohortId} className="border-b border-rule pb-3.5">
          <h2 className="text-[19px]" {...writtenIn(line.titleLanguage)}>
            {line.courseTitle}
          </h2>
          {line.renewalDays != null && (
            <p className="mt-1 text-small">{t("checkout.renewal_days", { days: line.renewalDays })}</p>
          )}
          {line.kind === "move" && <p className="mt-1 text-small">{t("checkout.move_difference")}</p>}
          <p className="mt-1 text-small text-ink-soft" dir="auto">
            <span {...writtenIn(line.cohortLanguage)}>{line.cohortName}</span>
            {line.startsAt && line.renewalDays == null && (
              <>
                {t.rich("checkout.from", {
                  dateTime: <DateTime instant={line.startsAt} timezone={line.timezone} form="datetime" />,
                })}
              </>
            )}
            {line.place && (
              <span className="block" {...writtenIn(line.placeLanguage)}>
                {line.place}
              </span>
            )}
          </p>
          {line.places !== undefined && line.places > 1 && (
            <p className="num mt-2 text-small">
              {isSumOf(line.places, line.price, lines.length === 1 ? (list ?? total) : undefined)
                ? t.rich("enrol_others.places_at", { count: line.places, price: <Money amount={line.price} /> })
                : t("enrol_others.places_counted", { count: line.places })}
            </p>
          )}
          {lines.length > 1 && (
            <p className="num mt-2 text-end text-[15px]">
              <Money amount={line.price} />
            </p>
          )}
        </div>
      ))}
      {list && discounts.length > 0 && <Discounts list={list} discounts={discounts} timezone={lines[0]?.timezone} />}
      <p className="num flex justify-between gap-4 pt-3.5 text-[17px] font-semibold">
        <span>{isEach ? t("enrol_others.price_each") : t("checkout.total")}</span>
        {total.minor === 0 ? <span>{t("checkout.free")}</span> : <Money amount={total} />}
      </p>
      {notes.map((note) => (
        <p key={note} className="pt-2 text-small text-ink-soft">
          {note}
        </p>
      ))}
    </aside>
  );
}

/** Whether places at a price come to a sum: prices that were rounded differ by a cent, and what does not add up is not shown as if it did. */
const isSumOf = (places: number, price: Amount, sum: Amount | undefined) =>
  sum === undefined || places * price.minor === sum.minor;

/** The price without them, and each discount by name. */
function Discounts({
  list,
  discounts,
  timezone,
}: {
  list: Amount;
  discounts: readonly SummaryDiscount[];
  timezone: string | undefined;
}) {
  const t = getTranslator();
  return (
    <dl className="num grid gap-1.5 pt-3.5 text-[15px]">
      <div className="flex justify-between gap-4">
        <dt className="text-ink-soft">{t("coupons.list_price")}</dt>
        <dd>
          <Money amount={list} />
        </dd>
      </div>
      {discounts.map(({ label, amount, until }) => (
        <div key={label} className="flex justify-between gap-4">
          <dt className="min-w-0">
            <bdi>{label}</bdi>
            {until && timezone && (
              <span className="block text-tiny text-ink-soft">
                {t("coupons.price_until", {
                  until: formatInstant(new Date(until.getTime() - 1), { timezone, form: "date" }),
                })}
              </span>
            )}
          </dt>
          <dd className="flex-none">
            <Money amount={{ ...amount, minor: -amount.minor }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
