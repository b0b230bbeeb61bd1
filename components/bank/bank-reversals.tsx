import { type FormAction, StateForm } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { BankLineView } from "#domain/bank/get-bank-line.ts";
import { formatDay } from "./format-day.ts";

/** Money that came in which the line may take back, each with its orders. */
export function BankReversals({ line, matchReversalAction }: { line: BankLineView; matchReversalAction: FormAction }) {
  const t = getTranslator();
  if (line.reversals.length === 0) return null;
  return (
    <ul className="grid gap-4">
      {line.reversals.map(({ lineId: reversedId, bookedOn, name, orderCodes, reason }) => (
        <li key={reversedId} className="grid gap-1.5 border-t border-rule pt-3 first:border-0 first:pt-0">
          <span className="[overflow-wrap:anywhere]">
            <a href={`/admin/bank/${reversedId}`} className="link font-[560]">
              {t("bank.reversal_of", { day: formatDay(bookedOn) })}
            </a>{" "}
            <bdi>{name}</bdi>
          </span>
          <span className="text-small text-ink-soft">{t(`bank.reversal_by_${reason}`)}</span>
          <span className="max-w-prose text-small">{t("bank.reversal_words", { count: orderCodes.length })}</span>
          <StateForm action={matchReversalAction} values={{ lineId: line.id, reversedId }}>
            <SubmitButton size="s" variant={reason === "amount" ? "quiet" : "primary"} className="max-sm:min-h-11">
              {t("bank.reversal_button", { codes: orderCodes.join(", ") })}
            </SubmitButton>
          </StateForm>
        </li>
      ))}
    </ul>
  );
}
