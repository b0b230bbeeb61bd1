import type { ReactNode } from "react";
import { Badge, type Tone } from "../ui/badge.tsx";
import { Notice } from "../ui/notice.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

/** One thing that is not as it should be, and what mends it. */
export type Step = {
  key: string;
  tone: Tone;
  word: string;
  words: string;
  mend?: string | undefined;
  link?: string | undefined;
};

/** What a person should do, the worst first. */
export function NextSteps({ steps }: { steps: Step[] }) {
  const t = getTranslator();
  if (steps.length === 0) return <Notice tone="ok" title={t("system.there_is_nothing_to_do_title")} />;
  return (
    <ol className="grid gap-4">
      {steps.map(({ key, tone, word, words, mend, link }) => (
        <li key={key} className="grid gap-1 border-t border-rule pt-3 first:border-0 first:pt-0">
          <div className="flex flex-wrap items-baseline gap-2">
            <Badge tone={tone}>{word}</Badge>
            <span className="min-w-0 font-[560]">{words}</span>
            {link && (
              <a className="link text-small" href={link}>
                {t("system.open_the_page")}
              </a>
            )}
          </div>
          {mend && <p className="text-small text-ink-soft">{t("system.to_mend_it", { mend })}</p>}
        </li>
      ))}
    </ol>
  );
}

export type CheckRow = { key: string; tone: Tone; word: string; check: string; words: ReactNode };

/** Everything that was looked at. */
export function CheckList({ rows }: { rows: CheckRow[] }) {
  return (
    <dl className="grid gap-x-4 gap-y-2 text-small sm:grid-cols-[max-content_max-content_minmax(0,1fr)]">
      {rows.map(({ key, tone, word, check, words }) => (
        <div
          key={key}
          className="grid grid-cols-[auto_1fr] items-baseline gap-x-3 gap-y-0.5 border-t border-rule pt-2 first:border-0 first:pt-0 sm:col-span-3 sm:grid-cols-subgrid"
        >
          <dt className="col-span-2 grid grid-cols-subgrid items-baseline">
            <Badge tone={tone}>{word}</Badge>
            <span className="font-[540]">{check}</span>
          </dt>
          <dd className="col-span-2 min-w-0 text-ink-soft sm:col-span-1">{words}</dd>
        </div>
      ))}
    </dl>
  );
}
