import type { ReactNode } from "react";
import type { Tone } from "./badge.tsx";
import { cx } from "./cx.ts";
import { Icon, type IconName } from "./icon.tsx";

export type NoticeProps = {
  tone?: Exclude<Tone, "neutral">;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

const looks: Record<NonNullable<NoticeProps["tone"]>, { ground: string; ink: string; icon: IconName }> = {
  ok: { ground: "bg-ok-soft", ink: "text-ok", icon: "check" },
  warn: { ground: "bg-warn-soft", ink: "text-warn", icon: "clock" },
  bad: { ground: "bg-bad-soft", ink: "text-bad", icon: "alert" },
  info: { ground: "bg-info-soft", ink: "text-info", icon: "info" },
};

/** A sentence about the state of things, where it matters on the page. A `bad` one is read out at once. */
export function Notice({ tone = "info", title, children, action, className }: NoticeProps) {
  const look = looks[tone];
  return (
    <div
      role={tone === "bad" ? "alert" : "status"}
      className={cx("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-3.5 py-2.5", look.ground, className)}
    >
      <Icon name={look.icon} className={cx("mt-[2px]", look.ink)} />
      <div className={cx("min-w-0 flex-[1_1_12rem] text-dense [overflow-wrap:anywhere]", look.ink)}>
        {title && <p className="font-[560]">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
