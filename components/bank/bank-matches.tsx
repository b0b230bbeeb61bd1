import { ACCOUNT_WORDS } from "#components/accounting/account-words.ts";
import { Ask } from "#components/admin/ask.tsx";
import { Panel } from "#components/admin/panel.tsx";
import type { FormAction } from "#components/forms/state-form.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";
import { DateTime } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import type { BankLineView } from "#domain/bank/get-bank-line.ts";
import { BankBooking } from "./bank-booking.tsx";

type Props = { line: BankLineView; timezone: string; undoAction: FormAction; matchAccountAction: FormAction };

/** What a line was taken for, also what was undone, and the way back. */
export function BankMatches({ line, timezone, undoAction, matchAccountAction }: Props) {
  const t = getTranslator();
  return (
    <Panel title={t("bank.matches_title")}>
      <div className="grid justify-items-start gap-4">
        {line.matches.length === 0 && <p className="text-ink-soft">{t("bank.matched_with_nothing")}</p>}
        <ul className="grid w-full gap-3">
          {line.matches.map(({ id, kind, order, payout, amountMinor: minor, currency, by, createdAt, ...match }) => (
            <li key={id} className="grid gap-1 border-t border-rule pt-3 first:border-0 first:pt-0">
              <span className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
                <span>
                  {order && (
                    <a href={`/admin/orders/${order.code}`} className="link num font-[560]">
                      {order.code}
                    </a>
                  )}{" "}
                  {t(`bank.kind_${kind}`)}
                  {match.account && (
                    <>
                      {": "}
                      <a href={`/admin/accounting/accounts/${match.account}`} className="link font-[560]">
                        {t(ACCOUNT_WORDS[match.account])}
                      </a>
                    </>
                  )}
                  {payout && (
                    <span className="num text-small text-ink-soft [overflow-wrap:anywhere]"> {payout.reference}</span>
                  )}
                </span>
                <Money amount={{ minor, currency }} className={match.undoneAt ? "line-through" : undefined} />
              </span>
              <span className="text-small text-ink-soft">
                <bdi>{by ?? t("bank.by_itself")}</bdi> ·{" "}
                <DateTime instant={createdAt} timezone={timezone} showZone={false} />
              </span>
              {match.words && (
                <span className="text-small [overflow-wrap:anywhere]" dir="auto">
                  {match.words}
                </span>
              )}
              {match.undoneAt && (
                <span className="text-small text-bad">
                  {t("bank.undone_label")} · <DateTime instant={match.undoneAt} timezone={timezone} showZone={false} />
                </span>
              )}
            </li>
          ))}
        </ul>
        {isOnSuspense(line) && (
          <>
            <p className="max-w-prose text-small">{t("bank.ignored_is_on_suspense")}</p>
            <BankBooking {...{ line, matchAccountAction }} />
          </>
        )}
        {isMendedAtRefund(line) && <p className="max-w-prose text-small">{t("bank.undo_words_refund_returned")}</p>}
        {line.state !== "waiting" && !isMendedAtRefund(line) && (
          <Ask
            id="undo"
            trigger={t("bank.undo_button")}
            title={t("bank.undo_title")}
            confirmLabel={t("bank.undo_confirm")}
            why={false}
            action={undoAction}
            values={{ lineId: line.id }}
          >
            {t(getUndoWords(line))}
          </Ask>
        )}
      </div>
    </Panel>
  );
}

/** Whether a line that was put aside has its amount on Suspense: not one that another line has said already. */
const isOnSuspense = ({ state, matches, amountMinor }: BankLineView): boolean =>
  state === "ignored" && amountMinor !== null && matches.every(({ undoneAt }) => undoneAt !== null);

/** That a refund came back is not undone by its line (`undoRefundMatch`). */
const isMendedAtRefund = ({ state, matches }: BankLineView): boolean =>
  state === "matched" &&
  matches.some(({ kind, hasMoved, undoneAt }) => kind === "refund_returned" && hasMoved && undoneAt === null);

/** What undoing does, by what the line was taken for. All of its matches are of one kind, but payments may be several. */
function getUndoWords({ state, matches }: Pick<BankLineView, "state" | "matches">) {
  const live = state === "matched" ? matches.filter(({ undoneAt }) => undoneAt === null) : [];
  const kind = live[0]?.kind;
  if (kind === undefined) return "bank.undo_ignored_words";
  if (kind === "payment" && live.every(({ hasMoved }) => !hasMoved)) return "bank.undo_words_confirmed";
  return `bank.undo_words_${kind}` as const;
}
