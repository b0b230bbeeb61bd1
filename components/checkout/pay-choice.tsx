import { FormCheckbox, FormRadioCards } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type PayOption = {
  value: string;
  label: string;
  explanation: string;
  /** The version of the school's terms that is shown beside it; undefined for a school without terms. */
  terms?: string | undefined;
  /** Cards can be kept there, for the instalments that follow. */
  keepsCards?: boolean;
};

type PayChoiceProps = {
  options: PayOption[];
  isInParts?: boolean;
  /** The way that was taken before, when it is offered again. */
  chosen?: string | undefined;
  /** Whoever pays ticked that their card is kept, at the attempt before. */
  keepsCard?: boolean;
  /** What paying also says stands at another button above, once for both. */
  areTermsAbove?: boolean;
};

/** How to pay. A single way needs no question, but it is said. `isInParts`: more parts follow, for which a card can be kept. */
export function PayChoice(props: PayChoiceProps) {
  const { options, isInParts = false, chosen, keepsCard = false, areTermsAbove = false } = props;
  const t = getTranslator();
  const [only, ...others] = options;
  if (!only) return null;
  const mayKeep = isInParts && options.some(({ keepsCards }) => keepsCards);
  const accept = (
    <>
      {mayKeep && <KeepCard isTicked={keepsCard} />}
      {only.terms !== undefined && <AcceptTerms version={only.terms} isSaid={!areTermsAbove} />}
    </>
  );
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
        defaultValue={options.some(({ value }) => value === chosen) ? chosen : only.value}
        required
        options={options.map(({ value, label, explanation }) => ({ value, label, description: explanation }))}
      />
      {accept}
    </>
  );
}

/**
 * The mandate to charge a card later: never ticked beforehand, unless they had ticked it themselves for the same order. Where all is paid at once, or by
 * a transfer, there is none to keep: the box goes by the style sheet, without a script as well.
 */
function KeepCard({ isTicked }: { isTicked: boolean }) {
  const t = getTranslator();
  return (
    <div className="[form:has([name=pay][value=all]:checked)_&]:hidden [form:has([name=provider][value=bank]:checked)_&]:hidden">
      <FormCheckbox
        name="keepCard"
        value="yes"
        defaultChecked={isTicked}
        label={t("instalments.keep_card_label")}
        hint={t("instalments.keep_card_mandate")}
      />
    </div>
  );
}

/** What pressing the button below also says. The form sends which version stood here, also where the words stand once for two buttons. */
export function AcceptTerms({ version, isSaid = true }: { version: string; isSaid?: boolean }) {
  return (
    <>
      <input type="hidden" name="terms" value={version} />
      {isSaid && <TermsWords />}
    </>
  );
}

/** The words of it alone, for another button of the same form. */
export function TermsWords() {
  const t = getTranslator();
  return (
    <p className="text-small text-ink-soft">
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
