import type { ReactNode } from "react";
import { cx } from "./cx.ts";

/** What a colour says. `neutral` says nothing; the others say a state and only a state. */
export type Tone = "neutral" | "ok" | "warn" | "bad" | "info";

export type BadgeProps = { tone?: Tone; children: ReactNode; className?: string };

const tones: Record<Tone, string> = {
  neutral: "bg-sunken text-ink-soft",
  ok: "bg-ok-soft text-ok",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  info: "bg-info-soft text-info",
};

/** A short word for a state or a trait. The word carries the meaning; the colour only repeats it. */
export function Badge({ tone = "neutral", children, className }: BadgeProps) {
  return (
    <span
      className={cx(
        "num inline-flex min-h-[22px] items-center gap-1.5 whitespace-nowrap rounded-[6px] px-2 text-tiny font-[540] leading-none",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
