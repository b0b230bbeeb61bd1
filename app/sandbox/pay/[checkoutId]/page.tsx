import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { requireGateway } from "#app/sandbox/gateway.ts";
import { findCheckout, stateAt } from "#providers/sandbox/checkouts.ts";
import { CardForm, ConfirmForm } from "./forms.tsx";
import { CheckoutFrame, Ended, Lost } from "./frame.tsx";

export const metadata: Metadata = { title: "Sandbox gateway: play money", robots: { index: false } };

type Props = {
  params: Promise<{ checkoutId: string }>;
  searchParams: Promise<{ problem?: string | string[] }>;
};

/** The hosted checkout of the sandbox gateway: a stranger's page, with a look of its own. */
export default async function SandboxCheckoutPage({ params, searchParams }: Props) {
  const gateway = requireGateway();
  const [{ checkoutId }, { problem }] = await Promise.all([params, searchParams]);
  const checkout = await findCheckout(gateway, checkoutId);
  if (!checkout) notFound();
  const state = stateAt(checkout, gateway.clock());
  const answerUrl = `/sandbox/pay/${checkout.id}/answer`;
  return (
    <CheckoutFrame checkout={checkout}>
      {problem === "lost" ? (
        <Lost returnUrl={checkout.returnUrl} />
      ) : state === "open" ? (
        <CardForm
          answerUrl={answerUrl}
          amount={{ minor: checkout.amountMinor, currency: checkout.currency }}
          problem={typeof problem === "string" ? problem : undefined}
        />
      ) : state === "needs_confirmation" ? (
        <ConfirmForm answerUrl={answerUrl} cardLast4={checkout.cardLast4 ?? ""} />
      ) : (
        <Ended state={state} returnUrl={checkout.returnUrl} />
      )}
    </CheckoutFrame>
  );
}
