import { FormRadioCards } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatDay } from "#components/learning/release-words.ts";
import { formatAmount } from "#components/ui/money.tsx";
import { type Column, Table } from "#components/ui/table.tsx";
import type { PlanPart } from "#domain/courses/payment-plan.ts";
import type { Money } from "#domain/kernel/money.ts";

type PlanProps = { parts: readonly PlanPart[]; total: Money };
/** `chosen`: what was chosen before, where the same is asked again. */
type ChoiceProps = PlanProps & {
  chosen?: "all" | "plan";
  /** What has come of the first part already. */
  receivedMinor?: number;
  /** The parts are those of the order, which the page shows with how each stands. */
  isFixed?: boolean;
};

/** Whether a price is paid at once or in parts, with the day and the amount of each. Nothing where there is no choice. */
export function PayPlanChoice({ parts, total, chosen = "all", receivedMinor = 0, isFixed = false }: ChoiceProps) {
  const t = getTranslator();
  const [first] = parts;
  if (!first) return null;
  const { currency } = total;
  const now = formatAmount({ minor: Math.max(0, first.amountMinor - receivedMinor), currency });
  return (
    <div className="grid gap-4">
      <FormRadioCards
        name="pay"
        legend={t("instalments.how_much_now")}
        defaultValue={chosen}
        required
        options={[
          { value: "all", label: t("instalments.all_at_once"), aside: formatAmount(total) },
          {
            value: "plan",
            label: t("instalments.in_parts", { count: parts.length }),
            description: t("instalments.first_now", { amount: now }),
          },
        ]}
      />
      {!isFixed && <PlanTable parts={parts} total={total} />}
    </div>
  );
}

/** Each part of a plan, for whoever begins now. */
export function PlanTable({ parts, total: { currency } }: PlanProps) {
  const t = getTranslator();
  const columns: Column<PlanPart>[] = [
    { key: "number", header: t("instalments.number"), cell: ({ number }) => number },
    {
      key: "dueOn",
      header: t("instalments.due_on"),
      cell: ({ number, dueOn }) => (number === 1 ? t("instalments.due_now") : formatDay(dueOn)),
    },
    {
      key: "amount",
      header: t("instalments.amount"),
      align: "end",
      cell: ({ amountMinor: minor }) => <span className="num">{formatAmount({ minor, currency })}</span>,
    },
  ];
  return (
    <Table
      caption={t("instalments.plan_caption")}
      columns={columns}
      rows={[...parts]}
      rowKey={({ number }) => String(number)}
    />
  );
}
