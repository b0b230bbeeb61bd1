import { AcceptTerms } from "#components/checkout/pay-choice.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";
import { useCreditAction } from "./actions.ts";

/** How much credit pays of an order that waits: of one in parts its first, less what has come of it, or nothing. In minor units; 0 where it is not offered. */
export function getUsableCredit({ credit, due, received, instalments }: CheckoutView): number {
  const first = instalments.find(({ state }) => state === "due");
  const askedMinor = first ? Math.max(0, first.amountMinor - received.minor) : due.minor;
  const minor = Math.min(credit.minor, askedMinor);
  return first !== undefined && minor < askedMinor ? 0 : minor;
}

/** Pays with what the buyer has with the school, as far as it goes. */
export function UseCredit({ checkout, terms }: { checkout: CheckoutView; terms: string | undefined }) {
  const t = getTranslator();
  const { credit, due, spentCredit, received, orderId, code, instalments } = checkout;
  const minor = getUsableCredit(checkout);
  const isInParts = instalments.length > 0;
  return (
    <>
      {!isInParts && spentCredit.minor + received.minor > 0 && (
        <DescriptionList
          items={[
            ...(spentCredit.minor > 0 ? [{ term: t("credit.used"), value: formatAmount(spentCredit) }] : []),
            ...(received.minor > 0 ? [{ term: t("credit.received"), value: formatAmount(received) }] : []),
            { term: t("credit.left_to_pay"), value: formatAmount(due), strong: true },
          ]}
        />
      )}
      {minor > 0 && (
        <StateForm
          action={useCreditAction}
          values={{ orderId, code, pay: isInParts ? "plan" : "all" }}
          className="grid gap-2"
        >
          {terms !== undefined && <AcceptTerms version={terms} />}
          <p className="text-small text-ink-soft">{t("credit.use_words", { amount: formatAmount(credit) })}</p>
          <SubmitButton variant="quiet" full pendingLabel={t("checkout.one_moment_pending")}>
            {t("credit.use_button", { amount: formatAmount({ minor, currency: due.currency }) })}
          </SubmitButton>
        </StateForm>
      )}
    </>
  );
}
