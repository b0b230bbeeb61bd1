import { FormRadioCards } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type PayOption = { value: string; label: string; explanation: string };

/** How to pay. A single way needs no question, but it is said. */
export function PayChoice({ options }: { options: PayOption[] }) {
  const t = getTranslator();
  const [only, ...others] = options;
  if (!only) return null;
  if (others.length === 0) {
    return (
      <>
        <input type="hidden" name="provider" value={only.value} />
        <p className="text-small text-ink-soft">{only.explanation}</p>
      </>
    );
  }
  return (
    <FormRadioCards
      name="provider"
      legend={t("checkout.how_would_you_like_to_pay")}
      defaultValue={only.value}
      required
      options={options.map(({ value, label, explanation }) => ({ value, label, description: explanation }))}
    />
  );
}
