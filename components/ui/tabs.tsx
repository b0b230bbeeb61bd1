import { formatNumber } from "#components/ui/number.ts";
import { cx } from "./cx.ts";

export type Tab = { href: string; label: string; count?: number; current?: boolean };

export type TabsProps = { label: string; tabs: Tab[]; className?: string };

/** Parts of one page, each with an address of its own, so that a tab can be sent to a colleague. */
export function Tabs({ label, tabs, className }: TabsProps) {
  return (
    <nav aria-label={label} className={cx("border-b border-rule", className)}>
      <ul className="flex flex-wrap gap-x-5">
        {tabs.map((tab) => (
          <li key={tab.href} className="flex-none">
            <a
              href={tab.href}
              aria-current={tab.current ? "page" : undefined}
              className={cx(
                "flex items-center gap-2 border-b-2 py-2.5 text-small -outline-offset-2",
                tab.current
                  ? "border-accent font-[560] text-ink"
                  : "border-transparent text-ink-soft hover:border-rule-strong hover:text-ink",
              )}
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="num font-normal text-ink-faint">{formatNumber(tab.count)}</span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
