import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type Description = { term: string; value: ReactNode /** The line that counts: a total. */; strong?: boolean };

export type DescriptionListProps = { heading?: ReactNode; items: Description[]; className?: string };

/** Facts about one thing, a line each: what it is at the start, what it says at the end. */
export function DescriptionList({ heading, items, className }: DescriptionListProps) {
  return (
    <div className={className}>
      {heading && <h2 className="mb-1.5 font-sans text-tiny font-[540] tracking-normal text-ink-faint">{heading}</h2>}
      <dl>
        {items.map((item) => (
          <div
            key={item.term}
            className={cx(
              "num flex items-baseline justify-between gap-4 py-1",
              item.strong && "mt-1 border-t border-rule pt-2 font-semibold",
            )}
          >
            <dt className={cx("max-w-[60%] flex-none hyphens-auto", !item.strong && "text-ink-soft")}>{item.term}</dt>
            <dd className="min-w-0 text-end [overflow-wrap:anywhere]">{item.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
