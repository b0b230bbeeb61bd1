import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { OrderView } from "#domain/orders/get-order.ts";
import { cancelOrderAction, resolveOrderAction, sendOrderAction } from "./actions.ts";

/** What the office can do with an order as a whole. */
export function SendOrder({ order }: { order: OrderView }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.not_sent_yet_title")}>
      <p className="mb-3 text-ink-soft">{t.rich("admin_orders.not_sent_yet_words", { buyerName: order.buyerName })}</p>
      <StateForm action={sendOrderAction} values={{ code: order.code, orderId: order.id }}>
        <SubmitButton pendingLabel={t("admin_orders.sending_pending")}>
          {t("admin_orders.send_order_button")}
        </SubmitButton>
      </StateForm>
    </Panel>
  );
}

export function ResolveOrder({ order }: { order: OrderView }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.needs_review_title")}>
      <Ask
        id="resolve-order"
        trigger={t("admin_orders.mark_as_resolved_button")}
        title={t("admin_orders.mark_as_resolved_title")}
        confirmLabel={t("admin_orders.mark_as_resolved_button")}
        why={t("admin_orders.resolve_reason_hint")}
        tone="quiet"
        action={resolveOrderAction}
        values={{ code: order.code, orderId: order.id }}
      >
        {t("admin_orders.mark_as_resolved_words")}
      </Ask>
    </Panel>
  );
}

export function CancelOrder({ order }: { order: OrderView }) {
  const t = getTranslator();
  return (
    <Panel title={t("admin_orders.cancel_panel_title")}>
      <Ask
        id="cancel-order"
        trigger={t("admin_orders.cancel_order_button")}
        title={t("admin_orders.cancel_order_title", { code: order.code })}
        confirmLabel={t("admin_orders.cancel_order_button")}
        why={t("admin_orders.cancel_order_why_hint")}
        action={cancelOrderAction}
        values={{ code: order.code, orderId: order.id }}
      >
        {order.state === "awaiting_payment"
          ? t("admin_orders.cancel_sent_order_words", { buyerName: order.buyerName })
          : t("admin_orders.cancel_order_words")}
      </Ask>
    </Panel>
  );
}
