import { pagePath } from "#messages/page-path.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { cx } from "#components/ui/cx.ts";

type ForWhomProps = {
  cohortId: string;
  current: "me" | "others";
  /** What the address of this page says, which the other one is told too: the code of a coupon. */
  words?: Record<string, string>;
};

/** For whom a place is: two pages, one for oneself and one for others. */
export function ForWhom({ cohortId, current, words = {} }: ForWhomProps) {
  const t = getTranslator();
  const said = new URLSearchParams(Object.entries(words).filter(([, word]) => word !== ""));
  const query = said.size > 0 ? `?${said}` : "";
  const ways = [
    { key: "me", href: `/enrol/${cohortId}${query}`, label: t("enrol_others.for_me") },
    { key: "others", href: `/enrol/${cohortId}/others${query}`, label: t("enrol_others.for_others") },
  ] as const;
  return (
    <nav aria-label={t("enrol_others.for_whom_label")} className="flex gap-1 rounded-md bg-sunken p-1">
      {ways.map(({ key, href, label }) => (
        <a
          key={key}
          href={pagePath(href)}
          aria-current={key === current ? "page" : undefined}
          className={cx(
            "flex min-h-11 flex-1 items-center justify-center rounded-sm px-3 py-1.5 text-center text-small font-[540]",
            key === current ? "bg-surface shadow-sm" : "text-ink-soft hover:text-ink",
          )}
        >
          {label}
        </a>
      ))}
    </nav>
  );
}
