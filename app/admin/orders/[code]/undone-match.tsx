import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { LinkButton } from "#components/ui/button.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { isolateText } from "#domain/kernel/isolate-text.ts";
import type { OrderView } from "#domain/orders/get-order.ts";
import { UNDONE } from "#domain/ledger/undone-match.ts";
import { requestAgainAction } from "./actions.ts";

const getMissingMinor = ({ totalMinor, balance }: OrderView) => totalMinor - balance.paidMinor;

/** The order counts as paid, and its money was another order's: nobody has said yet what becomes of it. */
export const lacksUndoneMoney = (order: OrderView): boolean =>
  order.state === "paid" &&
  order.instalments.length === 0 &&
  getMissingMinor(order) > 0 &&
  order.payments.some(({ refunds }) =>
    refunds.some(({ state, reference }) => state === "external" && reference?.startsWith(UNDONE)),
  );

/** What the office can do about it, each in one step. */
export function UndoneMatch({ order }: { order: OrderView }) {
  const t = getTranslator();
  const amount = formatAmount({ minor: getMissingMinor(order), currency: order.currency });
  return (
    <Panel title={t("admin_orders.undone_title")}>
      <p className="font-medium">{t("admin_orders.undone_missing", { amount })}</p>
      <p className="mt-1 mb-3 text-ink-soft">
        {t("admin_orders.undone_ask_words", { buyerName: isolateText(order.buyerName) })}
      </p>
      <div className="flex flex-wrap items-start gap-2.5">
        {order.may.resolve && (
          <StateForm action={requestAgainAction} values={{ code: order.code, orderId: order.id }}>
            <SubmitButton pendingLabel={t("admin_orders.sending_pending")}>
              {t("admin_orders.undone_ask_button")}
            </SubmitButton>
          </StateForm>
        )}
        <LinkButton variant="quiet" href={`/admin/orders/${order.code}/end?all=1`}>
          {t("admin_orders.undone_end_button")}
        </LinkButton>
      </div>
    </Panel>
  );
}
