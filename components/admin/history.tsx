import type { HistoryActor, HistoryEntry } from "#domain/kernel/get-history.ts";
import { DateTime } from "../ui/date.tsx";
import { reasonWords, systemDoerWords } from "../ui/stored-words.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** The name of whoever did it: a person's, or what a job calls itself. */
export function doerName({ type, id, name }: HistoryActor): string {
  const t = getTranslator();
  if (name) return name;
  if (type === "system") return systemDoerWords(id);
  return type === "visitor" ? t("admin.a_visitor") : id;
}

export type HistoryProps = {
  entries: HistoryEntry[];
  /** A state in the words of the office. */
  label: (state: string) => string;
  timezone: string;
};

/** How a thing came to be as it is: what it became, when, by whom and why; the newest first. */
export function History({ entries, label, timezone }: HistoryProps) {
  const t = getTranslator();
  return (
    <ol className="grid gap-3.5">
      {entries.toReversed().map((entry) => (
        <li key={entry.id} className="border-s-2 border-rule ps-3.5">
          <p className="font-[560]">
            {label(entry.to)}
            {entry.from && entry.from !== entry.to && (
              <span className="font-normal text-ink-faint"> {t("admin.from_state", { state: label(entry.from) })}</span>
            )}
          </p>
          <p className="text-small text-ink-soft">
            {t.rich("admin.at_by", {
              dateTime: <DateTime instant={entry.at} timezone={timezone} showZone={false} />,
              doer: doerName(entry.by),
            })}
          </p>
          {entry.why && (
            <p className="mt-0.5 text-small text-ink-soft">{t("admin.because", { reason: reasonWords(entry.why) })}</p>
          )}
        </li>
      ))}
    </ol>
  );
}
