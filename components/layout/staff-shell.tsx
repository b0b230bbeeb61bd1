import { formatNumber } from "#components/ui/number.ts";
import type { PlainKey } from "#messages/message.ts";
import type { ReactNode } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import { cx } from "#components/ui/cx.ts";
import { Icon } from "#components/ui/icon.tsx";
import { Brand, type School } from "./brand.tsx";
import { DemoBanner, SkipLink } from "./shell-parts.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type StaffNavItem = {
  href: string;
  label: string;
  /** How many wait there. Nothing is shown for none. */
  count?: number;
  /** Something there is late or wrong. */
  alarming?: boolean;
  /** A small light instead of a count: is the machine well? */
  light?: "ok" | "warn" | "bad";
  current?: boolean;
};

export type StaffNavGroup = { heading: string; items: StaffNavItem[] };

export type StaffShellProps = {
  school: School;
  demo: boolean;
  viewer: { name: string } | null;
  items: StaffNavItem[];
  /** Further lists under a heading, such as saved views of tickets. */
  groups?: StaffNavGroup[];
  /** What can be done with one's account: links, or a form that signs out. */
  account?: ReactNode;
  /** `page` gives the content a margin; `panes` lets it fill the window to the edges (the ticket workspace). */
  layout?: "page" | "panes";
  children: ReactNode;
};

/** Staff pages: dense, lists at the side, counts where work waits. It holds the page's `<main id="main">`. */
export function StaffShell(props: StaffShellProps) {
  const t = getTranslator();
  const { school, demo, layout = "page", children } = props;
  const current = props.items.find((item) => item.current)?.label ?? t("layout.menu");
  // Folded on a phone and at the side elsewhere: the same elements, which React makes and sends once.
  const brand = <Brand school={school} href="/admin" size="s" />;
  const nav = <StaffNav {...props} />;
  return (
    <div
      className={cx(
        // What stands beside the page fits the window below the demo's line.
        demo ? "[--above:2rem]" : "[--above:0px]",
        // Where a message of what was done stands: above the titles.
        "[--said-at:calc(var(--above)+0.5rem)]",
        "isolate flex min-h-dvh flex-col text-dense [--text-h1:clamp(1.625rem,1.4rem+1vw,2rem)] [--text-h2:1.25rem] [--text-lede:1rem]",
      )}
    >
      <SkipLink />
      {demo && <DemoBanner />}
      <div className="flex flex-1 flex-col lg:grid lg:grid-cols-[196px_minmax(0,1fr)] print:block">
        <header className="relative z-20 border-b border-rule bg-sunken lg:hidden print:hidden">
          <div className="flex h-14 items-center gap-3 px-4">
            {brand}
            <span className="flex-1" />
            <details data-menu className="flex-none">
              <summary className="flex min-h-11 list-none items-center gap-2 rounded-sm ps-2 font-[540]">
                {current}
                <Icon name="menu" size={20} />
              </summary>
              <div className="absolute inset-x-0 top-full max-h-[80dvh] overflow-y-auto border-b border-rule bg-sunken p-3 shadow-card">
                {nav}
              </div>
            </details>
          </div>
        </header>
        <header className="hidden border-e border-rule bg-sunken lg:block print:hidden">
          <div className="sticky top-0 flex h-dvh max-h-[calc(100dvh-var(--above))] flex-col overflow-y-auto px-3 pb-4 pt-4">
            <div className="px-2 pb-3.5">{brand}</div>
            {nav}
          </div>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className={cx("min-w-0", layout === "page" && "w-full max-w-[1320px] px-4 pb-16 pt-6 sm:px-8 lg:pt-8")}
        >
          {children}
        </main>
      </div>
    </div>
  );
}

function StaffNav({ items, groups = [], viewer, account }: StaffShellProps) {
  const t = getTranslator();
  return (
    <>
      <nav aria-label={t("layout.office_label")}>
        <NavList items={items} />
        {groups.map((group) => (
          <div key={group.heading}>
            <h2 className="px-2.5 pb-1.5 pt-4 font-sans text-[12px] font-[540] tracking-normal text-ink-faint">
              {group.heading}
            </h2>
            <NavList items={group.items} />
          </div>
        ))}
      </nav>
      {(viewer || account) && (
        <div className="mt-auto pt-4">
          {viewer && (
            <div className="flex items-center gap-2.5 px-2.5 py-1.5">
              <Avatar name={viewer.name} size="s" />
              <span className="min-w-0 truncate" title={viewer.name}>
                {viewer.name}
              </span>
            </div>
          )}
          {account && <div className="px-2.5 text-tiny text-ink-soft">{account}</div>}
        </div>
      )}
    </>
  );
}

function NavList({ items }: { items: StaffNavItem[] }) {
  return (
    <ul>
      {items.map((item) => (
        <li key={item.href}>
          <a
            href={item.href}
            aria-current={item.current ? "page" : undefined}
            className={cx(
              "flex min-h-[34px] items-center justify-between gap-3 rounded-sm px-2.5 py-1.5 max-lg:min-h-11",
              item.current
                ? "bg-surface font-[560] text-ink shadow-[0_0_0_1px_var(--rule)]"
                : "text-ink-soft hover:bg-surface/60 hover:text-ink",
            )}
          >
            <span className="min-w-0 truncate">{item.label}</span>
            <NavMark {...item} />
          </a>
        </li>
      ))}
    </ul>
  );
}

const lights: Record<NonNullable<StaffNavItem["light"]>, { ground: string; label: PlainKey }> = {
  ok: { ground: "bg-ok", label: "layout.lights_ok" },
  warn: { ground: "bg-warn", label: "layout.lights_warn" },
  bad: { ground: "bg-bad", label: "layout.lights_bad" },
};

function NavMark({ count, alarming, light }: StaffNavItem) {
  if (light) {
    return (
      <span className={cx("size-2.5 flex-none rounded-full", lights[light].ground)}>
        <span className="sr-only">{getTranslator()(lights[light].label)}</span>
      </span>
    );
  }
  if (!count) return null;
  return <span className={cx("num flex-none", alarming && "font-[560] text-bad")}>{formatNumber(count)}</span>;
}
