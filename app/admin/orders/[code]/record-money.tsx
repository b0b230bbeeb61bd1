import { Ask } from "#components/admin/ask.tsx";
import { FormInput } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { toDecimal } from "#domain/kernel/money.ts";
import type { OrderView } from "#domain/orders/get-order.ts";
import { recordTransferAction } from "./actions.ts";

/** Money for an order that waits which came by no way that the school is told of: cash at the desk, a transfer that names something else. */
export function RecordMoney({ order }: { order: OrderView }) {
  const t = getTranslator();
  const { id: orderId, code, currency, balance } = order;
  const due = { minor: Math.max(0, -balance.differenceMinor), currency };
  return (
    <div className="mt-4">
      <Ask
        id="record-money"
        trigger={t("admin_orders.record_money_button")}
        title={t("admin_orders.record_money_title", { code })}
        confirmLabel={t("admin_orders.record_money_confirm")}
        why={t("admin_orders.record_money_why_hint")}
        tone="quiet"
        action={recordTransferAction}
        values={{ orderId, code, currency, seen: String(balance.paidMinor) }}
        fields={
          <FormInput
            id="record-money-amount"
            name="amount"
            label={t("admin_orders.record_money_amount_label", { currency })}
            hint={t("admin_orders.record_money_amount_hint", { amount: formatAmount(due) })}
            inputMode="decimal"
            defaultValue={toDecimal(due)}
            maxLength={40}
            required
          />
        }
      >
        {t.rich("admin_orders.record_money_words", { buyerName: order.buyerName })}
      </Ask>
    </div>
  );
}
