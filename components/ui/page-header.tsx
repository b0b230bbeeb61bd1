import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type PageHeaderProps = {
  title: ReactNode;
  /** A sentence under the title: what this is, or how things stand. */
  lede?: ReactNode;
  /** Breadcrumbs, or the name of the part. */
  above?: ReactNode;
  /** Buttons; they sit at the end of the title on a wide page. */
  actions?: ReactNode;
  className?: string;
};

/** The head of a page, with its one `<h1>`. */
export function PageHeader({ title, lede, above, actions, className }: PageHeaderProps) {
  return (
    <div className={cx("mb-7 flex flex-wrap items-end justify-between gap-x-8 gap-y-4", className)}>
      <div className="min-w-0 max-w-[64ch] [overflow-wrap:anywhere]">
        {above && <div className="mb-3 text-small text-ink-faint">{above}</div>}
        <h1>{title}</h1>
        {lede && <div className="mt-3 text-[length:var(--text-lede)] leading-[1.55] text-ink-soft">{lede}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2 print:hidden">{actions}</div>}
    </div>
  );
}
