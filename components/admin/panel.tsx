import type { ReactNode } from "react";
import { cx } from "../ui/cx.ts";

export type PanelProps = {
  title?: ReactNode;
  /** At the end of the title's line: a link to all of them. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
};

/** One thing on a page of the office, set off from the others. */
export function Panel({ title, aside, children, className }: PanelProps) {
  return (
    <section className={cx("card min-w-0 p-4 [overflow-wrap:anywhere] sm:p-5", className)}>
      {(title || aside) && (
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
          {title && <h2 className="font-sans text-base font-[600] tracking-normal">{title}</h2>}
          {aside && <div className="text-small">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** What a page is about at the start, and what belongs to it at the side; one under the other on a phone. */
export function Columns({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_340px]">
      <div className="grid min-w-0 grid-cols-1 gap-5">{children}</div>
      <div className="grid min-w-0 grid-cols-1 gap-5">{aside}</div>
    </div>
  );
}
