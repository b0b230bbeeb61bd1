import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { CheckoutView } from "#domain/orders/checkout-view.ts";
import { config } from "#config";

/** Where to send the money, and what to write on it. */
export function TransferInstructions({ checkout, reference }: { checkout: CheckoutView; reference: string | null }) {
  const { bank } = config();
  const items = [
    { term: "Amount", value: formatAmount(checkout.total) },
    { term: "Reference", value: reference ?? checkout.code, strong: true },
    ...(bank
      ? [
          { term: "To", value: bank.accountHolder },
          { term: "IBAN", value: bank.iban },
        ]
      : []),
    ...(bank?.bankName ? [{ term: "Bank", value: bank.bankName }] : []),
  ];
  return (
    <section className="rounded-md border border-rule bg-surface px-5 py-4">
      <DescriptionList heading="Send us a transfer" items={items} />
      <p className="mt-3 text-small text-ink-soft">
        Please write the reference exactly like this. We confirm within a working day of its arrival.
      </p>
    </section>
  );
}
