import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { type FormAction, FormInput, StateForm } from "#components/forms/state-form.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { Receipt } from "#domain/learning/receipts.ts";

type RefundAccountProps = {
  receipt: Pick<Receipt, "id" | "code" | "buyer" | "refundAccount">;
  recent: RecentSignIn;
  action: FormAction;
};

/** Asks a buyer to whom money goes back by transfer for their account, or for another one until it has gone. */
export function RefundAccount({ receipt: { id, code, buyer, refundAccount }, recent, action }: RefundAccountProps) {
  return (
    <section id="refund-account" aria-labelledby="refund-account-title" className="mt-9 max-w-md print:hidden">
      <h2 id="refund-account-title">Your refund goes to your bank account</h2>
      <p className="mt-2 mb-5 text-ink-soft">
        {refundAccount ? (
          <>
            We send it to the account of <bdi>{refundAccount.holder}</bdi> that ends in{" "}
            <span className="num">{refundAccount.end.slice(-4)}</span>. You can give another one until it is sent.
          </>
        ) : (
          "You paid by bank transfer. Tell us to which account the money goes back."
        )}
      </p>
      <StateForm action={action} values={{ orderId: id, code }} className="grid gap-5">
        <FormInput
          id="refund-holder"
          name="holder"
          label="Account holder"
          autoComplete="name"
          defaultValue={refundAccount?.holder ?? buyer.name}
          maxLength={140}
          required
        />
        <FormInput
          id="refund-iban"
          name="iban"
          label="IBAN"
          autoComplete="off"
          hint="As it stands on your card or statement; spaces do not matter."
          maxLength={60}
          required
        />
        <ConfirmIdentity {...recent} id="confirm-refund-account" />
        <div>
          <SubmitButton pendingLabel="One moment">
            {refundAccount ? "Change the account" : "Send the account"}
          </SubmitButton>
        </div>
      </StateForm>
    </section>
  );
}
