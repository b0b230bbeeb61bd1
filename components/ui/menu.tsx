import type { ReactNode } from "react";
import { buttonClass, type ButtonLook } from "./button.tsx";
import { cx } from "./cx.ts";

export type MenuProps = ButtonLook & {
  /** What the menu is, for screen readers when the trigger is only a picture. */
  label?: string;
  trigger: ReactNode;
  align?: "start" | "end";
  /** `MenuLink`s, `MenuButton`s inside forms, `MenuRule`s. */
  children: ReactNode;
  className?: string;
};

/**
 * A few more things to do, behind one press. Opens without JavaScript; public/site-script.js closes it on Escape. On a
 * phone, where a page's buttons stand at the start of their line, it opens from there.
 */
export function Menu({ label, trigger, align = "start", children, className, variant = "quiet", size }: MenuProps) {
  return (
    <details data-menu className={cx("group relative inline-block", className)}>
      <summary aria-label={label} className={cx(buttonClass({ variant, size }), "list-none select-none")}>
        {trigger}
      </summary>
      <div
        className={cx(
          "card absolute top-full z-30 mt-1.5 min-w-48 max-w-[calc(100vw-40px)] p-1.5 text-small",
          align === "end" ? "max-sm:start-0 sm:end-0" : "start-0",
        )}
      >
        {children}
      </div>
    </details>
  );
}

const item = "flex w-full items-center gap-2.5 rounded-sm px-2.5 py-2 text-start hover:bg-sunken";

export function MenuLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className={item}>
      {children}
    </a>
  );
}

/** Submits the form it stands in. */
export function MenuButton({ tone, children }: { tone?: "bad"; children: ReactNode }) {
  return (
    <button type="submit" className={cx(item, tone === "bad" && "text-bad")}>
      {children}
    </button>
  );
}

export function MenuRule() {
  return <hr className="my-1.5 border-rule" />;
}
