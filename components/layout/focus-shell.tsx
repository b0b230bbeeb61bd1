import type { ReactNode } from "react";
import { pagePath } from "#messages/page-path.ts";
import { cx } from "#components/ui/cx.ts";
import { Brand, type School } from "./brand.tsx";
import { DemoBanner, SkipLink } from "./shell-parts.tsx";

export type FocusShellProps = {
  school: School;
  demo: boolean;
  /** At the far end of the header: an order's code, a way to sign in. */
  aside?: ReactNode;
  /** The page in other languages. */
  languages?: ReactNode;
  /** `narrow` holds one form (signing in); `page` holds a form and what it is about side by side (checkout). */
  width?: "narrow" | "page";
  children: ReactNode;
};

/** One thing to finish, and nothing to wander off to: signing in, paying. It holds the page's `<main id="main">`. */
export function FocusShell({ school, demo, aside, languages, width = "page", children }: FocusShellProps) {
  return (
    <div className="isolate flex min-h-dvh flex-col">
      <SkipLink />
      {demo && <DemoBanner />}
      <header className="border-b border-rule">
        <div className="wrap flex h-16 max-w-[1008px] items-center justify-between gap-4">
          <Brand school={school} href={pagePath("/")} />
          <div className="flex flex-none items-center gap-4 text-small text-ink-faint">
            {languages}
            {/* On a phone the school's name needs the room. */}
            {aside && <div className="num max-sm:hidden">{aside}</div>}
          </div>
        </div>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className={cx(
          "wrap flex-1 pb-16 pt-6 sm:pb-20 sm:pt-10",
          width === "narrow" ? "max-w-[460px] sm:pt-16" : "max-w-[1008px]",
        )}
      >
        {children}
      </main>
    </div>
  );
}
