"use client";

import { type ReactNode, useEffect, useState } from "react";
import { cx } from "./cx.ts";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

export type TimerProps = {
  /** When it ends, and what time the server has, both as ISO instants. A wrong clock in the browser does no harm. */
  until: string;
  serverNow: string;
  /** How the end is written before the script runs, and without it: "14:05 (Europe/Zurich)". */
  untilText: string;
  /** What it is that ends: "Your seat is held while you pay." */
  children?: ReactNode;
  /** What is said when the time is up. */
  overText: string;
  className?: string;
};

/** Nobody counts the seconds of a week. */
const DAY_MS = 86_400_000;

/** Minutes and seconds: 13:42; from an hour on, 1:05:09. */
function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/** How long a seat is still held. The server says until when; in the browser it counts down. */
export function Timer({ until, serverNow, untilText, children, overText, className }: TimerProps) {
  const t = getBrowserTranslator();
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    const whole = Date.parse(until) - Date.parse(serverNow);
    // eslint-disable-next-line matricula/no-clock -- A countdown in the browser measures how long it has been open.
    const started = performance.now();
    // eslint-disable-next-line matricula/no-clock -- As above: a length of time, not a date.
    const tick = () => setLeft(Math.max(0, whole - (performance.now() - started)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [until, serverNow]);

  const over = left === 0;
  return (
    <div
      role={over ? "alert" : undefined}
      className={cx("flex flex-wrap gap-x-2.5 rounded-md bg-warn-soft px-3.5 py-2.5 text-dense text-warn", className)}
    >
      {over ? (
        overText
      ) : (
        <>
          <b role="timer" className="num font-semibold">
            {left === undefined || left >= DAY_MS ? t("browser.until", { untilText }) : countdown(left)}
          </b>
          <span>{children}</span>
        </>
      )}
    </div>
  );
}
