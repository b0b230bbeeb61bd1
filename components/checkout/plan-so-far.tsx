import { InstalmentTable } from "#components/learning/instalments.tsx";
import { formatDay } from "#components/learning/release-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DescriptionList } from "#components/ui/description-list.tsx";
import { formatAmount } from "#components/ui/money.tsx";
import type { Instalment } from "#domain/instalments/load-instalments.ts";

type Props = {
  instalments: readonly Instalment[];
  /** What has come of the first part, before the rest of it. */
  receivedMinor: number;
  currency: string;
  timezone: string;
  now: Date;
};

/** An order that waits for the first of its parts: what has come of it, what is due now, the next day, and all of the plan. */
export function PlanSoFar({ instalments, receivedMinor, currency, timezone, now }: Props) {
  const t = getTranslator();
  const due = instalments.filter(({ state }) => state === "due");
  const first = due.filter(({ number }) => number === due[0]?.number);
  const next = due.find(({ number }) => number !== due[0]?.number);
  const shown = (minor: number) => formatAmount({ minor, currency });
  const firstMinor = first.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <section className="grid gap-4" aria-label={t("instalments.your_instalments_heading")}>
      <DescriptionList
        heading={t("instalments.your_instalments_heading")}
        items={[
          ...(receivedMinor > 0 ? [{ term: t("credit.received"), value: shown(receivedMinor) }] : []),
          { term: t("instalments.due_now_label"), value: shown(Math.max(0, firstMinor - receivedMinor)), strong: true },
          ...(next
            ? [
                {
                  term: t("instalments.next_label"),
                  value: t("instalments.amount_on_day", {
                    amount: shown(next.amountMinor),
                    date: formatDay(next.dueOn),
                  }),
                },
              ]
            : []),
        ]}
      />
      <InstalmentTable instalments={instalments} currency={currency} timezone={timezone} now={now} />
    </section>
  );
}
