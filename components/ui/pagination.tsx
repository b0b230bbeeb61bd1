import { formatNumber } from "#components/ui/number.ts";
import { buttonClass } from "./button.tsx";
import { cx } from "./cx.ts";
import { Icon } from "./icon.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type PaginationProps = {
  /** What is being paged, in the plural: "students". */
  noun: string;
  /** The place in the list of the first and last row shown, counted from 1. Both 0 for an empty page. */
  from: number;
  to: number;
  /** How many there are in all; left out where counting them would be slow. */
  total?: number;
  /** What stands in the address for the page before and after; left out where there is none. */
  previous?: string;
  next?: string;
  /** Makes an address from `previous` or `next`. */
  href: (page: string) => string;
  className?: string;
};

/** Where one is in a long list, and a step either way. Works for numbered pages and for cursors alike. */
export function Pagination({ noun, from, to, total, previous, next, href, className }: PaginationProps) {
  const t = getTranslator();
  const figure = (value: number) => formatNumber(value);
  const range = to === 0 ? t("ui.no_items", { noun }) : from === to ? figure(from) : `${figure(from)}–${figure(to)}`;
  const isCounted = total !== undefined && to > 0;
  return (
    <nav
      aria-label={t("ui.pages_of_label", { noun })}
      className={cx("flex items-center justify-between gap-4", className)}
    >
      <p className="num text-small text-ink-soft">
        {isCounted ? t("ui.range_of_total", { range, total }) : range}
        {to > 0 && <span className="sr-only"> {noun}</span>}
      </p>
      <div className="flex gap-2">
        <Step
          label={t("ui.previous_label")}
          icon="chevron-left"
          href={previous === undefined ? undefined : href(previous)}
          rel="prev"
        />
        <Step
          label={t("ui.next_label")}
          icon="chevron-right"
          href={next === undefined ? undefined : href(next)}
          rel="next"
        />
      </div>
    </nav>
  );
}

type StepProps = { label: string; icon: "chevron-left" | "chevron-right"; href: string | undefined; rel: string };

function Step({ label, icon, href, rel }: StepProps) {
  const look = cx(buttonClass({ variant: "quiet", size: "s" }), "max-sm:min-h-11 max-sm:px-4");
  const words = (
    <>
      {rel === "prev" && <Icon name={icon} size={15} />}
      {label}
      {rel === "next" && <Icon name={icon} size={15} />}
    </>
  );
  if (!href) {
    return (
      <span aria-disabled="true" className={cx(look, "pointer-events-none")}>
        {words}
      </span>
    );
  }
  return (
    <a href={href} rel={rel} className={look}>
      {words}
    </a>
  );
}
