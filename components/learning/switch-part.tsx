import { type FormAction, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { WaitingMove } from "#domain/checkout/get-waiting-move.ts";
import type { PlainKey } from "#messages/message.ts";
import type { SwitchOffer } from "#domain/checkout/list-switch-targets.ts";

export type SwitchPartProps = {
  offer: SwitchOffer;
  enrolmentId: string;
  slug: string;
  timezone: string;
  /** What a question to the office is about: an order or a course. */
  about: string;
  action: FormAction;
};

const ASKS = {
  under_way: "refusals.ask_to_move_money",
  reviewed: "refusals.ask_to_move_reviewed",
  moved: "refusals.ask_to_move_moved",
} as const satisfies Record<NonNullable<SwitchOffer["asksWhy"]>, PlainKey>;

type Target = SwitchOffer["targets"][number];

function targetWords({ name, startsAt, timezone, difference, cheaperMinor, takenOffMinor }: Target): string {
  const t = getTranslator();
  const date = startsAt ? `${name} · ${formatInstant(startsAt, { timezone })}` : name;
  const { minor, currency } = difference;
  if (takenOffMinor > 0) return takenOffWords(date, { takenOffMinor, differenceMinor: minor, currency });
  if (cheaperMinor > -minor && cheaperMinor > 0) {
    const less = formatAmount({ minor: cheaperMinor, currency });
    return minor === 0
      ? t("learning.move_target_less_none", { date, less })
      : t("learning.move_target_less_part", { date, less, amount: formatAmount({ minor: -minor, currency }) });
  }
  if (minor === 0) return date;
  const amount = formatAmount({ minor: Math.abs(minor), currency });
  return minor > 0
    ? t("learning.move_target_more", { date, amount })
    : t("learning.move_target_less", { date, amount });
}

type TakenOff = { takenOffMinor: number; differenceMinor: number; currency: string };

/** What a cheaper date takes off the parts that are still to come, and what comes back beyond them. */
function takenOffWords(date: string, { takenOffMinor, differenceMinor, currency }: TakenOff): string {
  const t = getTranslator();
  const takenOff = formatAmount({ minor: takenOffMinor, currency });
  const backMinor = -differenceMinor - takenOffMinor;
  if (backMinor === 0) return t("learning.move_target_taken_off", { date, takenOff });
  const back = formatAmount({ minor: backMinor, currency });
  return t("learning.move_target_taken_off_and_back", { date, takenOff, back });
}

/** A move that waits to be paid: there is none other meanwhile. */
export function WaitingMovePart({ move }: { move: WaitingMove }) {
  const t = getTranslator();
  const { cohortName: cohort, expiresAt, timezone, orderCode } = move;
  const until = expiresAt ? formatInstant(expiresAt, { timezone }) : "";
  return (
    <>
      <p>{t("learning.move_waits", { cohort, until })}</p>
      <div>
        <LinkButton size="s" href={`/checkout/${orderCode}`}>
          {t("learning.move_waits_pay_button")}
        </LinkButton>
      </div>
      <p className="text-small text-ink-soft">{t("learning.move_waits_or_cancel")}</p>
    </>
  );
}

/** How a student moves to another date by themselves. */
export function SwitchPart({
  offer: { until, targets, asksWhy, isRuledOut },
  enrolmentId,
  slug,
  timezone,
  about,
  action,
}: SwitchPartProps) {
  const t = getTranslator();
  const by = until && (
    <p className="text-small text-ink-soft">{t("learning.cancel_by", { until: formatInstant(until, { timezone }) })}</p>
  );
  const asks = asksWhy && (
    <p className="text-small text-ink-soft">
      {t(ASKS[asksWhy])}{" "}
      <a className="link" href={`/help/new?about=${about}`}>
        {t("learning.ask_to_move_link")}
      </a>
    </p>
  );
  const ruledOut = isRuledOut && <p className="text-small text-ink-soft">{t("learning.dates_ruled_out")}</p>;
  if (targets.length === 0) {
    return (
      <>
        {asks || <p className="text-small text-ink-soft">{t("learning.no_other_date")}</p>}
        {ruledOut}
      </>
    );
  }
  return (
    <StateForm action={action} values={{ enrolmentId, slug }} className="grid gap-3.5">
      {by}
      <FormSelect
        id={`move-${enrolmentId}`}
        name="to"
        label={t("learning.move_to_label")}
        hint={t("learning.move_words")}
        // Nobody moves by a press that was meant for something else: the place goes to whoever waits.
        options={[
          { value: "", label: t("learning.choose_date_option") },
          ...targets.map((target) => ({
            value: `${target.id}:${target.difference.minor}`,
            label: targetWords(target),
          })),
        ]}
        required
      />
      {asks}
      {ruledOut}
      <div>
        <SubmitButton size="s" variant="quiet">
          {t("learning.move_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
