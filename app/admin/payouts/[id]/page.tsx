import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { auditHref } from "#app/admin/_list/audit-href.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { getRecentSignIn } from "#app/_auth/recent-sign-in.ts";
import { getPageReadCtx, requirePermission } from "#app/_auth/viewer.ts";
import { ConfirmIdentity, type RecentSignIn } from "#components/account/confirm-identity.tsx";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import { StateBadge } from "#components/admin/states.tsx";
import { StateForm } from "#components/forms/state-form.tsx";
import { formatDay } from "#components/bank/format-day.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { PAYOUT_WORDS, RUN_WORDS } from "#components/payouts/payout-words.ts";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { DateTime } from "#components/ui/date.tsx";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { getPayoutRun, type PayoutRunView } from "#domain/payouts/get-payout-run.ts";
import { formatAccount } from "#domain/kernel/payee.ts";
import { cancelRunAction, confirmAction, markOneSentAction, markRunSentAction, removeAction } from "../actions.ts";

type Props = { params: Promise<{ id: string }> };

const load = cache(async (id: string) => getPayoutRun(await getPageReadCtx(), id));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  await requirePermission("payout.list", `/admin/payouts/${id}`);
  const t = getTranslator();
  const run = await load(id);
  return { title: run ? t("payouts.run_title", { code: run.code }) : t("payouts.title") };
}

/** One file for the bank: to download, to mark as sent, to take something out of. */
export default async function PayoutRunPage({ params }: Props) {
  const t = getTranslator();
  const { id } = await params;
  await requirePermission("payout.list", `/admin/payouts/${id}`);
  const { read, timezone } = await getOfficeContext();
  const run = await load(id);
  if (!run) notFound();
  const recent = await getRecentSignIn(`/admin/payouts/${id}`);
  const title = t("payouts.run_title", { code: run.code });
  return (
    <>
      <PageHeader
        title={title}
        above={<Breadcrumbs crumbs={[{ label: t("payouts.title"), href: "/admin/payouts" }, { label: run.code }]} />}
        lede={<StateBadge words={RUN_WORDS} state={run.state} />}
      />
      <div className="grid gap-5">
        {run.state !== "cancelled" && run.rows.length > 0 && <Steps run={run} recent={recent} />}
        <Facts run={run} timezone={timezone} auditAt={auditHref(read.actor, { type: "payout_run", id })} />
        <Refunds run={run} />
      </div>
    </>
  );
}

function Facts({ run, timezone, auditAt }: { run: PayoutRunView; timezone: string; auditAt: string | undefined }) {
  const t = getTranslator();
  const moment = (instant: Date) => <DateTime instant={instant} timezone={timezone} showZone={false} />;
  return (
    <Panel title={t("payouts.about_title")}>
      <DescriptionList
        items={[
          {
            term: t("payouts.total_label"),
            value: t("payouts.run_counted", { count: run.rows.length, amount: formatAmount(run.total) }),
          },
          {
            term: t("payouts.from_label"),
            value: (
              <span className="[overflow-wrap:anywhere]">
                <bdi>{run.debtorHolder}</bdi>, <span className="num">{formatInGroups(run.debtorIban)}</span>
              </span>
            ),
          },
          {
            term: t("payouts.requested_on_label"),
            value: <time dateTime={run.requestedOn}>{formatDay(run.requestedOn)}</time>,
          },
          { term: t("payouts.created_label"), value: moment(run.createdAt) },
          {
            term: t("payouts.downloaded_label"),
            value: run.downloadedAt ? moment(run.downloadedAt) : t("payouts.not_downloaded"),
          },
          ...(run.endedAt ? [{ term: t(RUN_WORDS[run.state].label), value: moment(run.endedAt) }] : []),
          ...(auditAt
            ? [
                {
                  term: t("payouts.audit_log_label"),
                  value: (
                    <a className="link" href={auditAt}>
                      {t("payouts.audit_log_link")}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}

function Steps({ run, recent }: { run: PayoutRunView; recent: RecentSignIn }) {
  const t = getTranslator();
  const values = { runId: run.id };
  const amount = formatAmount(run.total);
  return (
    <Panel title={t("payouts.steps_title")}>
      <div className="grid justify-items-start gap-4">
        {recent.isRecent ? (
          <LinkButton href={`/admin/payouts/${run.id}/file`} size="s">
            {t("payouts.download_button")}
          </LinkButton>
        ) : (
          <StateForm action={confirmAction} values={values} className="grid max-w-sm gap-3">
            <ConfirmIdentity {...recent} id="confirm-download" />
            <SubmitButton size="s">{t("payouts.unlock_button")}</SubmitButton>
          </StateForm>
        )}
        {run.state === "open" && (
          <div className="flex flex-wrap items-start gap-2.5 *:max-w-full">
            <Ask
              id="mark-sent"
              trigger={t("payouts.mark_sent_button")}
              title={t("payouts.mark_sent_title", { count: run.rows.length, amount })}
              confirmLabel={t("payouts.mark_sent_button")}
              why={false}
              tone="quiet"
              action={markRunSentAction}
              values={values}
            >
              {t("payouts.mark_sent_words")}
            </Ask>
            <Ask
              id="cancel-run"
              trigger={t("payouts.cancel_button")}
              title={t("payouts.cancel_title", { code: run.code })}
              confirmLabel={t("payouts.cancel_button")}
              action={cancelRunAction}
              values={values}
            >
              {run.downloadedAt ? t("payouts.cancel_words_downloaded") : t("payouts.cancel_words")}
            </Ask>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Refunds({ run }: { run: PayoutRunView }) {
  const t = getTranslator();
  if (run.rows.length === 0) return null;
  return (
    <Panel title={t("payouts.refunds_title")}>
      <ul className="grid gap-4">
        {run.rows.map(({ id, orderCode, holder, iban, amountMinor: minor, currency, status }) => (
          <li key={id} className="grid gap-1 border-t border-rule pt-3 first:border-0 first:pt-0">
            <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
              <span className="flex flex-wrap items-baseline gap-x-2.5">
                <a href={`/admin/orders/${orderCode}`} className="link num font-[560]">
                  {orderCode}
                </a>
                <StateBadge words={PAYOUT_WORDS} state={status} />
              </span>
              <Money amount={{ minor, currency }} />
            </span>
            <span className="text-small [overflow-wrap:anywhere]">
              <bdi>{holder}</bdi>, <span className="num">{formatAccount(iban ?? "")}</span>
            </span>
            {run.state === "open" && status === "in_file" && (
              <span className="flex flex-wrap gap-2.5">
                <StateForm
                  action={markOneSentAction}
                  values={{ runId: run.id, refundId: id, holder: holder ?? "", iban: iban ?? "" }}
                >
                  <SubmitButton size="s" variant="quiet" className="max-sm:min-h-11">
                    {t("payouts.mark_one_sent_button")}
                  </SubmitButton>
                </StateForm>
                <StateForm action={removeAction} values={{ runId: run.id, refundId: id }}>
                  <SubmitButton size="s" variant="quiet" className="max-sm:min-h-11">
                    {t("payouts.remove_button")}
                  </SubmitButton>
                </StateForm>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
