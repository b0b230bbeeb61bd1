import { Icon } from "./icon.tsx";

export type ToastProps = {
  /** What has just been done: "Refund of CHF 480.00 sent." Nothing is drawn without it. */
  message: string | undefined;
  tone?: "ok" | "bad";
};

/** Says once, on the page that follows a form, that it worked. The form inside closes the dialog without a script. */
export function Toast({ message, tone = "ok" }: ToastProps) {
  if (!message) return null;
  return (
    <dialog
      open
      key={message}
      aria-label="Message"
      className="toast-in card fixed inset-x-4 bottom-4 top-auto z-40 m-0 mx-auto flex w-fit max-w-[min(480px,calc(100vw-32px))] items-center gap-3 py-2.5 pl-4 pr-2 text-dense text-ink not-open:hidden"
    >
      <Icon name={tone === "ok" ? "check" : "alert"} className={tone === "ok" ? "text-ok" : "text-bad"} />
      <p role={tone === "ok" ? "status" : "alert"} className="min-w-0 flex-1">
        {message}
      </p>
      <form method="dialog">
        <button className="grid size-8 place-items-center rounded-sm text-ink-soft hover:bg-sunken hover:text-ink">
          <Icon name="close" size={16} />
          <span className="sr-only">Close</span>
        </button>
      </form>
    </dialog>
  );
}
