import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Receipt } from "#domain/learning/get-receipt.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

type RefundAccountProps = {
  receipt: Pick<Receipt, "id" | "code" | "buyer" | "refundAccount">;
  recent: RecentSignIn;
  action: FormAction;
};

/** Asks a buyer to whom money goes back by transfer for their account, or for another one until it stands in a file for the bank. */
export function RefundAccount({ receipt: { id, code, buyer, refundAccount }, recent, action }: RefundAccountProps) {
  const t = getTranslator();
  return (
    <section id="refund-account" aria-labelledby="refund-account-title" className="mt-9 max-w-md print:hidden">
      <h2 id="refund-account-title">{t("learning.your_refund_goes_to_your_bank_account_heading")}</h2>
      <p className="mt-2 mb-5 text-ink-soft">
        {refundAccount ? (
          <>
            {t.rich(
              refundAccount.isFinal
                ? "learning.it_is_being_sent_to"
                : "learning.we_send_it_to_the_account_of_that_ends",
              {
                holder: refundAccount.holder,
                end: refundAccount.end.slice(-4),
                num: (children) => <span className="num">{children}</span>,
              },
            )}
          </>
        ) : (
          t("learning.you_paid_by_bank_transfer")
        )}
      </p>
      {!refundAccount?.isFinal && (
        <StateForm action={action} values={{ orderId: id, code }} className="grid gap-5">
          <FormInput
            id="refund-holder"
            name="holder"
            label={t("learning.account_holder_label")}
            autoComplete="name"
            defaultValue={refundAccount?.holder ?? buyer.name}
            maxLength={140}
            required
          />
          <FormInput
            id="refund-iban"
            name="iban"
            label={t("learning.iban_label")}
            autoComplete="off"
            hint={t("learning.as_it_stands_on_your_card_or_statement_hint")}
            maxLength={60}
            required
          />
          <ConfirmIdentity {...recent} id="confirm-refund-account" />
          <div>
            <SubmitButton pendingLabel={t("learning.one_moment_pending")}>
              {refundAccount ? t("learning.change_the_account_button") : t("learning.send_the_account_button")}
            </SubmitButton>
          </div>
        </StateForm>
      )}
    </section>
  );
}
