import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatInstant } from "#components/ui/date.tsx";

export type AccountingMonth = { period: string; closedAt: Date | null };

/** How many months are shown; those before them are closed, or should be. */
const MONTHS_SHOWN = 14;

/** The day from which a month can be closed, as the reader writes days. */
const formatFirstDayAfter = (period: string): string => {
  const [year = 0, month = 0] = period.split("-").map(Number);
  return formatInstant(new Date(Date.UTC(year, month, 1, 12)), { timezone: "UTC", form: "date" });
};

/** The months with entries, the latest first, each to be closed; the last that was closed can be opened again. */
export function MonthsPanel({
  months,
  current,
  mayReopen,
  closeAction,
  reopenAction,
}: {
  months: readonly AccountingMonth[];
  /** The month that goes on by the school's clock (`2026-11`): it is closed once it is over. */
  current: string;
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
              {period === nextToClose && period >= current && (
                <span className="text-small text-ink-soft">
                  {t("accounting.closes_from", { day: formatFirstDayAfter(period) })}
                </span>
              )}
              {period === nextToClose && period < current && (
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
