import { Ask } from "#components/admin/ask.tsx";
import { FormCheckbox, FormRadioCards, FormSelect } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import type { OfficeMovePrice } from "#domain/checkout/list-move-prices.ts";
import type { EnrolmentView, OtherCohort } from "#domain/enrolments/get-enrolment.ts";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import { formatMoney } from "#domain/kernel/money.ts";
import { moveAction } from "./actions.ts";

function seatLabel({ seatsLeft, isOffered, isEnrolled }: OtherCohort): string {
  const t = getTranslator();
  if (isEnrolled) return t("admin_enrolments.already_enrolled");
  if (isOffered) return t("admin_enrolments.seat_offered");
  if (seatsLeft === null) return t("admin_enrolments.no_seat_limit");
  return t("admin_enrolments.seats_left", { count: seatsLeft });
}

/** What the other date costs, and how much more or less that is than the place has cost. */
function priceLabel({ price, difference, takenOffMinor }: OfficeMovePrice): string {
  const t = getTranslator();
  const values = { price: formatMoney(price, t) };
  if (difference === null) return t("admin_enrolments.move_price_unknown", values);
  if (difference.minor === 0) return t("admin_enrolments.move_price_same", values);
  const amount = formatMoney({ ...difference, minor: Math.abs(difference.minor) }, t);
  if (difference.minor > 0) return t("admin_enrolments.move_price_more", { ...values, amount });
  return takenOffMinor > 0
    ? t("admin_enrolments.move_price_less_in_parts", {
        ...{ ...values, amount },
        takenOff: formatMoney({ ...difference, minor: takenOffMinor }, t),
      })
    : t("admin_enrolments.move_price_less", { ...values, amount });
}

type MoveProps = { enrolment: EnrolmentView; prices: ReadonlyMap<string, OfficeMovePrice> };

/** Moves the place to another date: with its difference in price, or without. */
export function Move({ enrolment: { id, studentName, otherCohorts }, prices }: MoveProps) {
  const t = getTranslator();
  if (otherCohorts.length === 0) return null;
  const options = otherCohorts.map((cohort) => {
    const { id: value, name, startsAt, timezone, seatsLeft, isOffered, isEnrolled } = cohort;
    const begins = startsAt ? formatInstant(startsAt, { timezone, form: "date" }) : t("admin_enrolments.at_any_time");
    const price = prices.get(value);
    // The price before the seats: a phone cuts off the end.
    const label = [name, begins, ...(price ? [priceLabel(price)] : []), seatLabel(cohort)].join(", ");
    return { value, label, disabled: isEnrolled || (seatsLeft === 0 && !isOffered) };
  });
  const isAtOnePrice = otherCohorts.every((cohort) => prices.get(cohort.id)?.difference?.minor === 0);
  return (
    <Ask
      id="move"
      trigger={t("admin_enrolments.move_button")}
      title={t("admin_enrolments.move_title", { studentName: isolateText(studentName) })}
      confirmLabel={t("admin_enrolments.confirm_move_button")}
      tone="quiet"
      action={moveAction}
      values={{ enrolmentId: id, ...(isAtOnePrice ? { difference: "none" } : {}) }}
      fields={
        <>
          <FormSelect
            id="move-to"
            name="toCohortId"
            label={t("admin_enrolments.move_to_label")}
            placeholder={t("admin_enrolments.choose_a_cohort_placeholder")}
            options={options}
            required
          />
          {!isAtOnePrice && <DifferenceField />}
          <FormCheckbox
            id="move-in-spite"
            name="inSpiteOfRules"
            label={t("rules.in_spite_label")}
            hint={t("rules.in_spite_hint")}
          />
        </>
      }
    >
      {t("admin_enrolments.move_words")}
    </Ask>
  );
}

/** Nothing is chosen beforehand: money is charged, given back or let go by somebody who means it. */
function DifferenceField() {
  const t = getTranslator();
  return (
    <FormRadioCards
      id="move-difference"
      name="difference"
      legend={t("admin_enrolments.move_difference_label")}
      required
      options={[
        {
          value: "settle",
          label: t("admin_enrolments.move_settle_label"),
          description: t("admin_enrolments.move_settle_words"),
        },
        {
          value: "none",
          label: t("admin_enrolments.move_without_label"),
          description: t("admin_enrolments.move_without_words"),
        },
      ]}
    />
  );
}
