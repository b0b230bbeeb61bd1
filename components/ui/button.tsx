import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from "react";
import { cx } from "./cx.ts";

export type ButtonVariant = "primary" | "quiet" | "danger" | "link";
export type ButtonSize = "m" | "s";

export type ButtonLook = {
  /** `primary` is for the one thing to do next on a page; everything else is `quiet`. */
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** As wide as what holds it. */
  full?: boolean;
};

export type ButtonProps = ButtonLook & ButtonHTMLAttributes<HTMLButtonElement>;
export type LinkButtonProps = ButtonLook & AnchorHTMLAttributes<HTMLAnchorElement> & { href: string };

const variants: Record<Exclude<ButtonVariant, "link">, string> = {
  primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
  quiet: "border-rule-strong bg-transparent text-ink hover:border-edge hover:bg-sunken",
  danger: "border-transparent bg-bad text-on-bad hover:brightness-90 dark:hover:brightness-110",
};

const sizes: Record<ButtonSize, string> = {
  m: "min-h-[46px] rounded-md px-5 py-2 text-base",
  s: "min-h-[34px] rounded-sm px-3 py-1 text-small",
};

const disabledClass =
  "disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55";

/** The class names of a button, for the rare element that is neither `<button>` nor `<a>` (a `<summary>`, say). */
export function buttonClass({ variant = "primary", size = "m", full = false }: ButtonLook): string {
  if (variant === "link") {
    return cx("link inline", size === "s" && "text-small", full && "w-full", disabledClass);
  }
  return cx(
    "inline-flex items-center justify-center gap-2 border text-center font-[560] leading-tight transition-colors",
    disabledClass,
    variants[variant],
    sizes[size],
    full && "w-full",
  );
}

/** A button. It does nothing on its own unless `type="submit"` is given. */
export function Button({ variant, size, full, className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={cx(buttonClass({ variant, size, full }), className)} {...rest} />;
}

/** A link that looks like a button: for going somewhere, never for changing something. */
export function LinkButton({ variant, size, full, className, ...rest }: LinkButtonProps) {
  return <a className={cx(buttonClass({ variant, size, full }), className)} {...rest} />;
}
