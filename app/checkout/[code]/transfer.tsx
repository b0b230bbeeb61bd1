import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { config } from "#config/config.ts";
import type { CheckoutView } from "#domain/checkout/get-checkout.ts";
import { getBankInstructions } from "#providers/bank/instructions.ts";

/** Where to send the money, and what to write on it. */
export function TransferInstructions({ checkout, reference }: { checkout: CheckoutView; reference: string | null }) {
  const how = getBankInstructions(config(), { reference: reference ?? checkout.code, amount: checkout.total });
  if (!how) {
    return (
      <Notice tone="info" title="We will tell you where to send the money">
        The school has not said into which account. Your seat is kept, and we write to you.
      </Notice>
    );
  }
  const items = [
    { term: "Amount", value: formatAmount(how.amount) },
    { term: "Reference", value: how.reference, strong: true },
    { term: "To", value: how.holder },
    { term: "IBAN", value: how.iban },
    ...(how.bank ? [{ term: "Bank", value: how.bank }] : []),
  ];
  return (
    <section className="rounded-md border border-rule bg-surface px-5 py-4">
      <DescriptionList heading="Send us a transfer" items={items} />
      <p className="mt-3 text-small text-ink-soft">
        Please write the reference exactly like this; the spaces do not matter. We confirm within a working day of its
        arrival.
      </p>
    </section>
  );
}
