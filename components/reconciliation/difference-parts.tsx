import { Ask } from "#components/admin/ask.tsx";
import { ProviderEvents } from "#components/admin/order-parts.tsx";
import { DIFFERENCE_STATUS_WORDS, KIND_WORDS, StateBadge } from "#components/admin/states.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatInstant } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import type { Column } from "#components/ui/table.tsx";
import type { ProviderEventRow } from "#domain/orders/load-order-payments.ts";
import type { DifferenceRow } from "#domain/reconciliation/list-differences.ts";
import type { PlainKey } from "#messages/message.ts";

const HELP: Record<DifferenceRow["kind"], PlainKey> = {
  missing_there: "reconciliation.help_missing_there",
  missing_here: "reconciliation.help_missing_here",
  amount: "reconciliation.help_amount",
  unanswered: "reconciliation.help_unanswered",
};

const OURS: Record<string, PlainKey> = {
  payment: "reconciliation.ours_payment",
  refund: "reconciliation.ours_refund",
  dispute: "reconciliation.ours_dispute",
};

type Parts = {
  timezone: string;
  mayResolve: boolean;
  action: FormAction;
  providerLabel: (provider: DifferenceRow["provider"]) => string;
};

/** Both sides of a difference beside one another, and how it stands. */
export function differenceColumns({ timezone, mayResolve, action, providerLabel }: Parts): Column<DifferenceRow>[] {
  const t = getTranslator();
  return [
    {
      key: "kind",
      header: t("reconciliation.kind_label"),
      long: true,
      cell: ({ kind, provider, resolvedAt }) => (
        <span>
          <StateBadge words={KIND_WORDS} state={kind} />
          <span className="block text-tiny text-ink-faint">{providerLabel(provider)}</span>
          {resolvedAt === null && <span className="block text-tiny text-ink-soft">{t(HELP[kind])}</span>}
        </span>
      ),
    },
    { key: "ours", header: t("reconciliation.ours_label"), long: true, cell: (row) => <Ours row={row} /> },
    { key: "theirs", header: t("reconciliation.theirs_label"), long: true, cell: (row) => <Theirs row={row} /> },
    {
      key: "found",
      header: t("reconciliation.found_label"),
      sortable: true,
      cell: ({ foundAt }) => formatInstant(foundAt, { timezone, form: "date" }),
    },
    {
      key: "status",
      header: t("reconciliation.status_label"),
      long: true,
      cell: (row) => <Status {...{ row, timezone, mayResolve, action }} />,
    },
  ];
}

function Ours({ row: { ourType, ourId, ourMinor, ourCurrency, orderCode } }: { row: DifferenceRow }) {
  const t = getTranslator();
  if (ourMinor === null || ourCurrency === null)
    return <span className="text-ink-soft">{t("reconciliation.nothing")}</span>;
  const type = OURS[ourType ?? ""];
  return (
    <span className="[overflow-wrap:anywhere]">
      <Money amount={{ minor: ourMinor, currency: ourCurrency }} />
      {type && <span className="block text-tiny text-ink-soft">{t(type)}</span>}
      {orderCode ? (
        <a href={`/admin/orders/${orderCode}`} className="link num block">
          {orderCode}
        </a>
      ) : (
        <span className="block text-tiny text-ink-faint">{ourId}</span>
      )}
    </span>
  );
}

function Theirs({ row: { theirReference, theirMinor, theirCurrency } }: { row: DifferenceRow }) {
  const t = getTranslator();
  if (theirReference === null) return <span className="text-ink-soft">{t("reconciliation.nothing")}</span>;
  return (
    <span className="[overflow-wrap:anywhere]">
      {theirMinor !== null && theirCurrency !== null && (
        <Money amount={{ minor: theirMinor, currency: theirCurrency }} />
      )}
      <span className="num block text-tiny text-ink-faint">{theirReference}</span>
    </span>
  );
}

function Status({ row, timezone, mayResolve, action }: { row: DifferenceRow } & Omit<Parts, "providerLabel">) {
  const t = getTranslator();
  const { id: differenceId, resolvedAt, resolvedByName, note } = row;
  if (resolvedAt !== null) {
    const date = formatInstant(resolvedAt, { timezone, form: "date" });
    return (
      <span dir="auto">
        <StateBadge words={DIFFERENCE_STATUS_WORDS} state="resolved" />
        <span className="block text-tiny text-ink-soft">
          {resolvedByName === null
            ? t("reconciliation.resolved_itself", { date })
            : t("reconciliation.resolved_by", { name: resolvedByName, date })}
        </span>
        {note && <span className="block text-tiny">{note}</span>}
      </span>
    );
  }
  return (
    <span className="grid justify-items-start gap-2">
      <StateBadge words={DIFFERENCE_STATUS_WORDS} state="open" />
      {mayResolve && (
        <Ask
          id={`resolve-${differenceId}`}
          trigger={t("reconciliation.resolve_button")}
          title={t("reconciliation.resolve_title")}
          confirmLabel={t("reconciliation.resolve_button")}
          tone="quiet"
          action={action}
          values={{ differenceId }}
        >
          {t("reconciliation.resolve_words")}
        </Ask>
      )}
    </span>
  );
}

/** The latest messages that did not fit; nothing where there are none. */
export function SetAside({ events, timezone }: { events: ProviderEventRow[]; timezone: string }) {
  const t = getTranslator();
  if (events.length === 0) return null;
  return (
    <section className="mt-10 grid gap-3">
      <h2>{t("reconciliation.aside_heading")}</h2>
      <p className="text-small text-ink-soft">{t("reconciliation.aside_about")}</p>
      <ProviderEvents events={events} timezone={timezone} />
    </section>
  );
}
