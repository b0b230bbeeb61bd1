import { cx } from "./cx.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

export type SkeletonProps = { className?: string };

/** The ground of something that is on its way. Give it the size of what will come. */
export function Skeleton({ className }: SkeletonProps) {
  return <span aria-hidden="true" className={cx("block animate-pulse rounded-sm bg-rule", className)} />;
}

export type SkeletonListProps = { rows?: number; label?: string };

/** A list on its way. The words are for screen readers. */
export function SkeletonList({ rows = 5, label }: SkeletonListProps) {
  const t = getTranslator();
  return (
    <div role="status">
      <span className="sr-only">{label ?? t("ui.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center justify-between gap-6 border-b border-rule py-3.5">
          <Skeleton className={cx("h-3.5", row % 3 === 0 ? "w-2/5" : row % 3 === 1 ? "w-1/2" : "w-1/3")} />
          <Skeleton className="h-3.5 w-16" />
        </div>
      ))}
    </div>
  );
}
