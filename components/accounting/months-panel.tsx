import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";

export type AccountingMonth = { period: string; closedAt: Date | null };

/** How many months are shown; those before them are closed, or should be. */
const MONTHS_SHOWN = 14;

/** The months with entries, the latest first, each to be closed; the last that was closed can be opened again. */
export function MonthsPanel({
  months,
  mayReopen,
  closeAction,
  reopenAction,
}: {
  months: readonly AccountingMonth[];
  mayReopen: boolean;
  closeAction: FormAction;
  reopenAction: FormAction;
}) {
  const t = getTranslator();
  const lastClosed = months.find(({ closedAt }) => closedAt !== null)?.period;
  const nextToClose = months.findLast(({ closedAt }) => closedAt === null)?.period;
  return (
    <Panel title={t("accounting.months_title")}>
      <p className="mb-3 text-small text-ink-soft">{t("accounting.months_words")}</p>
      <ul className="grid gap-3">
        {months.slice(0, MONTHS_SHOWN).map(({ period, closedAt }) => (
          <li key={period} className="flex flex-wrap items-center justify-between gap-2">
            <span className="num">{period}</span>
            <span className="flex flex-wrap items-center gap-2">
              <Badge tone={closedAt ? "neutral" : "ok"}>
                {t(closedAt ? "accounting.month_closed" : "accounting.month_open")}
              </Badge>
              {period === nextToClose && (
                <Ask
                  id={`close-${period}`}
                  trigger={t("accounting.close_button", { period })}
                  title={t("accounting.close_title", { period })}
                  confirmLabel={t("accounting.close_confirm")}
                  why={false}
                  tone="quiet"
                  action={closeAction}
                  values={{ period }}
                >
                  {t("accounting.close_words")}
                </Ask>
              )}
              {mayReopen && period === lastClosed && (
                <Ask
                  id={`reopen-${period}`}
                  trigger={t("accounting.reopen_button", { period })}
                  title={t("accounting.reopen_title", { period })}
                  confirmLabel={t("accounting.reopen_confirm")}
                  tone="quiet"
                  action={reopenAction}
                  values={{ period }}
                >
                  {t("accounting.reopen_words")}
                </Ask>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
