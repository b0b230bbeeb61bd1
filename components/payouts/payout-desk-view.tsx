import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateBadge } from "#components/admin/states.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { PayoutDesk } from "#domain/payouts/get-payout-desk.ts";
import type { UnsentRefund } from "#domain/payouts/list-unsent-refunds.ts";
import { FAULT_WORDS, RUN_WORDS } from "./payout-words.ts";

type Props = {
  desk: PayoutDesk;
  hasAccount: boolean;
  recent: RecentSignIn;
  timezone: string;
  createAction: FormAction;
};

/** What one press puts into a file, what cannot stand in one, and the latest files. */
export function PayoutDeskView({ desk, hasAccount, recent, timezone, createAction }: Props) {
  const t = getTranslator();
  if (!hasAccount) {
    return (
      <Notice tone="warn" title={t("payouts.no_school_account_title")} className="mb-5">
        {t("payouts.no_school_account")}
      </Notice>
    );
  }
  const { ready, byHand, runs } = desk;
  if (ready.length + byHand.length + runs.length === 0) return null;
  return (
    <div className="mb-5">
      <Panel title={t("payouts.files_title")}>
        <div className="grid gap-4">
          {ready.map(({ count, total }) => (
            <Ask
              key={total.currency}
              id={`create-${total.currency}`}
              trigger={t("payouts.create_button", { amount: formatAmount(total) })}
              title={t("payouts.create_title", { count, amount: formatAmount(total) })}
              confirmLabel={t("payouts.create_confirm")}
              why={false}
              tone="quiet"
              action={createAction}
              values={{ currency: total.currency }}
              fields={<ConfirmIdentity {...recent} id={`confirm-${total.currency}`} />}
            >
              {t("payouts.create_words")}
            </Ask>
          ))}
          {byHand.length > 0 && <ByHand refunds={byHand} />}
          {runs.length > 0 && <Runs runs={runs} timezone={timezone} />}
        </div>
      </Panel>
    </div>
  );
}

function ByHand({ refunds }: { refunds: UnsentRefund[] }) {
  const t = getTranslator();
  return (
    <div className="text-small">
      <p className="font-[560]">{t("payouts.by_hand_title")}</p>
      <ul className="mt-1 grid gap-1">
        {refunds.map(({ refundId, orderCode, holder, buyerName, amountMinor: minor, currency, fault }) => (
          <li key={refundId} className="[overflow-wrap:anywhere]">
            <a href={`/admin/orders/${orderCode}`} className="link num">
              {orderCode}
            </a>{" "}
            <bdi>{holder ?? buyerName}</bdi>, {formatAmount({ minor, currency })}:{" "}
            <span className="text-ink-soft">{fault && t(FAULT_WORDS[fault])}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Runs({ runs, timezone }: Pick<PayoutDesk, "runs"> & { timezone: string }) {
  const t = getTranslator();
  return (
    <ul className="grid gap-2 text-small">
      {runs.map(({ id, code, state, currency, createdAt, count, minor }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
          <a href={`/admin/payouts/${id}`} className="link num font-[560]">
            {code}
          </a>
          <StateBadge words={RUN_WORDS} state={state} />
          <span>{t("payouts.run_counted", { count, amount: formatAmount({ minor, currency }) })}</span>
          <span className="text-ink-faint">
            <DateTime instant={createdAt} timezone={timezone} showZone={false} />
          </span>
        </li>
      ))}
    </ul>
  );
}
