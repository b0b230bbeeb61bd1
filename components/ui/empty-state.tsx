import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";

export type EmptyStateProps = {
  title: string;
  /** Why there is nothing, and what would put something here. */
  children?: ReactNode;
  icon?: IconName;
  /** The one thing to do about it. */
  action?: ReactNode;
  className?: string;
};

/** Where a list would be, when there is nothing in it. */
export function EmptyState({ title, children, icon, action, className }: EmptyStateProps) {
  return (
    <div
      className={cx(
        "grid justify-items-center rounded-lg border border-dashed border-rule-strong px-6 py-12 text-center",
        className,
      )}
    >
      {icon && <Icon name={icon} size={26} className="mb-3 text-ink-faint" />}
      <p className="title text-[19px]">{title}</p>
      {children && <div className="mt-1.5 max-w-[46ch] text-small text-ink-soft">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
