import { type FormAction, FormSelect, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { SwitchOffer } from "#domain/enrolments/list-switch-targets.ts";

export type SwitchPartProps = {
  offer: SwitchOffer;
  enrolmentId: string;
  slug: string;
  timezone: string;
  action: FormAction;
};

/** How a student moves to another date by themselves. */
export function SwitchPart({ offer: { until, targets }, enrolmentId, slug, timezone, action }: SwitchPartProps) {
  const t = getTranslator();
  const by = until && (
    <p className="text-small text-ink-soft">{t("learning.cancel_by", { until: formatInstant(until, { timezone }) })}</p>
  );
  if (targets.length === 0) return <p className="text-small text-ink-soft">{t("learning.no_other_date")}</p>;
  return (
    <StateForm action={action} values={{ enrolmentId, slug }} className="grid gap-3.5">
      {by}
      <FormSelect
        id={`move-${enrolmentId}`}
        name="toCohortId"
        label={t("learning.move_to_label")}
        hint={t("learning.move_words")}
        // Nobody moves by a press that was meant for something else: the place goes to whoever waits.
        options={[
          { value: "", label: t("learning.choose_date_option") },
          ...targets.map(({ id, name, startsAt, timezone: zone }) => ({
            value: id,
            label: startsAt ? `${name} · ${formatInstant(startsAt, { timezone: zone })}` : name,
          })),
        ]}
        required
      />
      <div>
        <SubmitButton size="s" variant="quiet">
          {t("learning.move_button")}
        </SubmitButton>
      </div>
    </StateForm>
  );
}
