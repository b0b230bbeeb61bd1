import { FormRadioCards } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type PayOption = {
  value: string;
  label: string;
  explanation: string;
  /** The version of the school's terms that is shown beside it; undefined for a school without terms. */
  terms?: string | undefined;
};

/** How to pay. A single way needs no question, but it is said. */
export function PayChoice({ options }: { options: PayOption[] }) {
  const t = getTranslator();
  const [only, ...others] = options;
  if (!only) return null;
  const accept = only.terms !== undefined && <AcceptTerms version={only.terms} />;
  if (others.length === 0) {
    return (
      <>
        <input type="hidden" name="provider" value={only.value} />
        <p className="text-small text-ink-soft">{only.explanation}</p>
        {accept}
      </>
    );
  }
  return (
    <>
      <FormRadioCards
        name="provider"
        legend={t("checkout.how_would_you_like_to_pay")}
        defaultValue={only.value}
        required
        options={options.map(({ value, label, explanation }) => ({ value, label, description: explanation }))}
      />
      {accept}
    </>
  );
}

/** What pressing the button below also says. The form sends which version stood here. */
export function AcceptTerms({ version }: { version: string }) {
  const t = getTranslator();
  return (
    <p className="text-small text-ink-soft">
      <input type="hidden" name="terms" value={version} />
      {t.rich("checkout.by_paying_you_accept", {
        link: (children) => (
          <a className="link" href="/terms" target="_blank">
            {children}
          </a>
        ),
      })}
    </p>
  );
}
