import type { RecentSignIn } from "#components/account/confirm-identity.tsx";
import { ENROLMENT_WORDS, StateBadge } from "#components/admin/states.tsx";
import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount, Money } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { CohortEnding, CohortEndingLine } from "#domain/checkout/get-cohort-ending.ts";
import { EndingClose, EndingWays } from "./ending-close.tsx";
import { EndingSums } from "./ending-sums.tsx";

type Props = {
  ending: CohortEnding;
  recent: RecentSignIn;
  isLarge: boolean;
  action: FormAction;
  values: Record<string, string>;
};

/** So many lines stand open; more are folded, so that the button is not three hundred lines away. */
const OPEN_MAX = 12;

/** The form that ends a cohort, in the words and the order of the one that ends an order: who, what comes back, the way, the reason, the press. */
export function CohortEndingForm({ ending, recent, isLarge, action, values }: Props) {
  const t = getTranslator();
  const { lines, totals, ways, waiting, may } = ending;
  const hasMoney = totals.length > 0;
  const shown = totals.map((total) => formatAmount(total)).join(" + ");
  // Without money there is nothing to choose, and with places the job has to be told so.
  const chosen: Record<string, string> = lines.length > 0 && !(hasMoney && may.refund) ? { refund: "review" } : {};
  return (
    <StateForm action={action} values={{ ...values, ...chosen }} className="grid gap-6">
      {lines.length > 0 && <Lines lines={lines} />}
      <div className="grid max-w-prose gap-6">
        <p>{t(lines.length > 0 ? "endings.cohort_places_end" : "endings.cohort_empty")}</p>
        {hasMoney && (
          <div className="grid gap-4">
            <EndingSums paid={shown} returned={shown} kept={formatZero(totals)} isByTerms={false} />
            <p className="text-small text-ink-soft">{t("endings.rule_called_off")}</p>
            <EndingWays ways={ways} mayRefund={may.refund} />
          </div>
        )}
        <p className="text-small text-ink-soft">
          {t("endings.cohort_waiting", { waiting })} {t("endings.cohort_takes_time", { count: lines.length })}
        </p>
        <EndingClose recent={hasMoney && may.refund ? recent : undefined} isLarge={isLarge} />
      </div>
    </StateForm>
  );
}

const formatZero = ([first]: CohortEnding["totals"]) => (first ? formatAmount({ ...first, minor: 0 }) : "");

function Lines({ lines }: { lines: readonly CohortEndingLine[] }) {
  const t = getTranslator();
  const table = (
    <Table<CohortEndingLine>
      caption={t("endings.cohort_lines_caption")}
      columns={columns()}
      rows={[...lines]}
      rowKey={({ id }) => id}
    />
  );
  if (lines.length <= OPEN_MAX) return table;
  return (
    <details className="rounded-md border border-rule p-4">
      <summary className="cursor-pointer font-[560]">
        {t("endings.cohort_lines_summary", { count: lines.length })}
      </summary>
      <div className="mt-3">{table}</div>
    </details>
  );
}

function columns(): Column<CohortEndingLine>[] {
  const t = getTranslator();
  const money = (minor: number, currency: string) => currency !== "" && <Money amount={{ minor, currency }} />;
  return [
    {
      key: "who",
      header: t("endings.who_label"),
      long: true,
      cell: ({ id, who, state }) =>
        state === "unclaimed" ? (
          <bdi>{who || t("endings.nobody_yet")}</bdi>
        ) : (
          <a href={`/admin/enrolments/${id}`} className="font-[560] hover:underline" dir="auto">
            {who}
          </a>
        ),
    },
    {
      key: "place",
      header: t("endings.place_label"),
      cell: ({ state }) =>
        state === "unclaimed" ? t("endings.nobody_yet") : <StateBadge words={ENROLMENT_WORDS} state={state} />,
    },
    {
      key: "order",
      header: t("endings.order_label"),
      cell: ({ orderCode }) =>
        orderCode && (
          <a href={`/admin/orders/${orderCode}`} className="link num">
            {orderCode}
          </a>
        ),
    },
    {
      key: "paid",
      header: t("endings.paid_label"),
      align: "end",
      cell: ({ paidMinor, currency }) => money(paidMinor, currency),
    },
    {
      key: "returned",
      header: t("endings.comes_back_label"),
      align: "end",
      cell: ({ paidMinor, currency }) => money(paidMinor, currency),
    },
  ];
}
