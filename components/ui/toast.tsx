"use client";

import { useEffect, useLayoutEffect, useRef } from "react";
import { Icon } from "./icon.tsx";
import { closeWhenRead } from "./close-when-read.ts";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

export type ToastProps = {
  /** What has just been done: "Refund of CHF 480.00 sent." */
  message: string;
  tone?: "ok" | "bad";
  /** The cookie that brought the message here, taken away once it is said. */
  cookie: string;
  /** Another one for each time that something is said. */
  id: string;
};

/** What has been said since the page was loaded: a page that the router has kept must not say it again. */
const said = new Set<string>();

/** How long a region must be known to a screen reader before a change in it is read out. */
const KNOWN_MS = 100;

/**
 * Says once, on the page that follows a form, that it worked. Without a script the page has just been loaded, and the focus
 * begins at the message, which is so read out; the form inside closes it. With scripts the focus stays where it is, and the
 * message is put into its live region once that is known, for what comes together with its region is often not read out.
 * It closes when another form is sent and, if all went well, by itself. Wide windows show it above the page's content, in the
 * middle, where no page has buttons.
 */
export function Toast({ message, tone = "ok", cookie, id }: ToastProps) {
  const t = getBrowserTranslator();
  const dialog = useRef<HTMLDialogElement>(null);
  const region = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    const whole = dialog.current;
    if (said.has(id)) whole?.close();
    const leave = () => whole?.close();
    // A browser keeps the page as it stands and shows it again on the way back.
    addEventListener("pagehide", leave);
    // The next form has an answer of its own, and this one must not stand beside it.
    document.addEventListener("submit", leave, true);
    // What went wrong stays until somebody closes it or goes on.
    const stop = whole && tone === "ok" ? closeWhenRead(whole) : undefined;
    return () => {
      said.add(id);
      removeEventListener("pagehide", leave);
      document.removeEventListener("submit", leave, true);
      stop?.();
    };
  }, [id, tone]);
  // Before it is painted: whoever sees the message and loads the page again at once must not be told twice.
  useLayoutEffect(() => {
    document.cookie = `${cookie}=; Path=/; Max-Age=0; SameSite=Lax`;
  }, [id, cookie]);
  useEffect(() => {
    const place = region.current;
    if (!place || place === document.activeElement) return;
    place.textContent = "";
    const later = setTimeout(() => {
      place.textContent = message;
    }, KNOWN_MS);
    return () => clearTimeout(later);
  }, [message]);
  return (
    <dialog
      ref={dialog}
      open
      aria-label={t("browser.message_label")}
      className="toast-in card fixed inset-x-4 bottom-4 top-auto z-40 lg:bottom-auto lg:top-[var(--said-at,4.5rem)] m-0 mx-auto flex w-fit max-w-[min(480px,calc(100vw-32px))] items-center gap-3 py-2.5 ps-4 pe-2 text-dense text-ink not-open:hidden print:hidden"
    >
      <Icon name={tone === "ok" ? "check" : "alert"} className={tone === "ok" ? "text-ok" : "text-bad"} />
      <p
        ref={region}
        role={tone === "ok" ? "status" : "alert"}
        tabIndex={-1}
        autoFocus
        className="min-w-0 flex-1 outline-none"
      >
        {message}
      </p>
      <form method="dialog">
        <button className="grid size-8 place-items-center rounded-sm text-ink-soft hover:bg-sunken hover:text-ink">
          <Icon name="close" size={16} />
          <span className="sr-only">{t("browser.close")}</span>
        </button>
      </form>
    </dialog>
  );
}
