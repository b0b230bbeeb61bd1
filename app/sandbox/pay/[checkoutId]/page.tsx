import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { requireGateway } from "#app/sandbox/gateway.ts";
import { findCheckout, getStateAt } from "#providers/sandbox/checkouts.ts";
import { CardForm, ConfirmForm } from "./forms.tsx";
import { CheckoutFrame, Ended, Lost } from "./frame.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

type Props = {
  params: Promise<{ checkoutId: string }>;
  searchParams: Promise<{ problem?: string | string[] }>;
};

const checkoutAt = cache(async (checkoutId: string) => findCheckout(requireGateway(), checkoutId));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = getTranslator();
  const checkout = await checkoutAt((await params).checkoutId);
  return {
    title: checkout
      ? t("sandbox.checkout_of_order_title", { orderCode: checkout.orderCode })
      : t("sandbox.checkout_title"),
    robots: { index: false },
  };
}

/** The hosted checkout of the sandbox gateway: a stranger's page, with a look of its own. */
export default async function SandboxCheckoutPage({ params, searchParams }: Props) {
  const gateway = requireGateway();
  const [{ checkoutId }, { problem }] = await Promise.all([params, searchParams]);
  const checkout = await checkoutAt(checkoutId);
  if (!checkout) notFound();
  const state = getStateAt(checkout, gateway.clock());
  const answerUrl = `/sandbox/pay/${checkout.id}/answer`;
  return (
    <CheckoutFrame checkout={checkout}>
      {problem === "lost" ? (
        <Lost returnUrl={checkout.returnUrl} />
      ) : state === "open" ? (
        <CardForm
          answerUrl={answerUrl}
          amount={{ minor: checkout.amountMinor, currency: checkout.currency }}
          keepsCard={checkout.keepsCard}
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
