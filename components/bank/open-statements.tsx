import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatAmount } from "#components/ui/money.tsx";
import type { OpenStatement } from "#domain/bank/list-bank-balances.ts";
import { formatInGroups } from "#domain/kernel/modulo97.ts";
import { formatDay } from "./format-day.ts";

type Props = { statements: readonly OpenStatement[]; explainAction: FormAction };

/** Statements that do not follow on from the one before: a file is missing, or somebody says why it is in order. */
export function OpenStatements({ statements, explainAction }: Props) {
  const t = getTranslator();
  if (statements.length === 0) return null;
  return (
    <div id="balances" className="mb-5">
      <Panel title={t("bank.gaps_title", { count: statements.length })}>
        <p className="mb-4 text-small text-ink-soft">{t("bank.gaps_words")}</p>
        <ul className="grid gap-4">
          {statements.map((statement) => (
            <li key={statement.id} className="grid gap-1.5 [overflow-wrap:anywhere]">
              <span className="num font-[560]">{formatInGroups(statement.iban)}</span>
              <span className="text-small">{describeGap(statement)}</span>
              <span className="flex flex-wrap items-center gap-3 text-small">
                <a className="link" href={`/admin/bank?file=${statement.fileId}`}>
                  {t("bank.gap_file_link")}
                </a>
                <Ask
                  id={`explain-${statement.id}`}
                  trigger={t("bank.explain_button")}
                  title={t("bank.explain_title")}
                  confirmLabel={t("bank.explain_button")}
                  tone="quiet"
                  action={explainAction}
                  values={{ statementId: statement.id }}
                >
                  {t("bank.explain_words")}
                </Ask>
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function describeGap({ currency, problem, openingOn, openingMinor, closingOn, previous }: OpenStatement): string {
  const t = getTranslator();
  const amount = (minor: number) => formatAmount({ minor, currency });
  const said = {
    ...{ before: formatDay(previous.closingOn), closing: amount(previous.closingMinor) },
    ...{ from: formatDay(openingOn), opening: amount(openingMinor) },
  };
  if (problem === "gap") {
    return t("bank.gap_words", { ...said, difference: amount(openingMinor - previous.closingMinor) });
  }
  return t("bank.overlap_words", { ...said, begins: formatDay(previous.openingOn), ends: formatDay(closingOn) });
}
