import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { InstalmentTable } from "#components/learning/instalments.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { listPartReceipts } from "#domain/invoices/list-part-receipts.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import type { OrderView } from "#domain/orders/get-order.ts";
import { remindOrderAction, setRemindersAction, waiveFeesAction } from "./actions.ts";

/** The parts of an order, and how its payer is reminded of them. */
export async function OrderInstalments({
  order,
  timezone,
  read,
}: {
  order: OrderView;
  timezone: string;
  read: ReadCtx;
}) {
  const t = getTranslator();
  const { id: orderId, code, currency, instalments, takenOffMinor, loweredMinor, remindersOff, may } = order;
  const isDue = ["paid", "cancelled"].includes(order.state) && instalments.some(({ state }) => state === "due");
  const values = { orderId, code };
  return (
    <Panel title={t("instalments.your_instalments_heading")}>
      <InstalmentTable
        orderCode={code}
        receipts={await listPartReceipts(read, order)}
        {...{ instalments, takenOffMinor, loweredMinor, currency, timezone, now: read.now }}
      />
      {isDue && may.remind && (
        <div className="mt-4 grid gap-3">
          <p className="text-small text-ink-soft">
            {remindersOff ? t("instalments.reminders_are_off") : t("instalments.reminders_are_on")}
          </p>
          <div className="flex flex-wrap gap-3">
            <StateForm action={remindOrderAction} values={values}>
              <SubmitButton size="s" variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
                {t("instalments.remind_now_button")}
              </SubmitButton>
            </StateForm>
            <StateForm action={setRemindersAction} values={{ ...values, reminders: remindersOff ? "on" : "off" }}>
              <SubmitButton size="s" variant="quiet" pendingLabel={t("checkout.one_moment_pending")}>
                {remindersOff ? t("instalments.reminders_on_button") : t("instalments.reminders_off_button")}
              </SubmitButton>
            </StateForm>
          </div>
        </div>
      )}
      {may.waive && instalments.some(({ state, kind }) => state === "due" && kind !== "part") && (
        <div className="mt-4">
          <Ask
            id="waive-fees"
            trigger={t("instalments.waive_button")}
            title={t("instalments.waive_title")}
            confirmLabel={t("instalments.waive_button")}
            why={t("instalments.waive_why_hint")}
            tone="quiet"
            action={waiveFeesAction}
            values={values}
          >
            {t("instalments.waive_words")}
          </Ask>
        </div>
      )}
    </Panel>
  );
}
