import type { ReactNode } from "react";
import { Button, buttonClass, type ButtonSize } from "./button.tsx";
import { closeLabel } from "./close-label.ts";
import { cx } from "./cx.ts";

export type ConfirmProps = {
  /** The words on the button that opens the question: "Cancel enrolment". */
  trigger: string;
  /** The question, with what it is about in it: "Cancel Mara's enrolment?" */
  title: string;
  /** What will happen, and whether it can be undone. */
  children?: ReactNode;
  /** The words on the button that does it. Names the deed; never "Yes". */
  confirmLabel: string;
  action: string | ((form: FormData) => void | Promise<void>);
  /** What is sent along, as hidden inputs. */
  values?: Record<string, string>;
  /** `danger` for what destroys or pays out; `quiet` for what is merely worth a second look. */
  tone?: "danger" | "quiet";
  size?: ButtonSize;
  className?: string;
};

/** A step worth asking about twice. Opening the question is the browser's own, so it works without JavaScript. */
export function Confirm(props: ConfirmProps) {
  const { trigger, title, children, confirmLabel, action, values = {}, tone = "danger", size = "m", className } = props;
  return (
    <details className={cx("group", className)}>
      <summary className={cx(buttonClass({ variant: "quiet", size }), "list-none")}>
        <span className="group-open:hidden">{trigger}</span>
        <span className="hidden group-open:inline">{closeLabel(trigger)}</span>
      </summary>
      <form
        action={action}
        method={typeof action === "string" ? "post" : undefined}
        className="mt-3 max-w-prose whitespace-normal rounded-md border border-rule-strong bg-surface p-4 text-start [overflow-wrap:anywhere]"
      >
        <p className="font-[560]">{title}</p>
        {children && <div className="mt-1 grid gap-3 text-small text-ink-soft">{children}</div>}
        {Object.entries(values).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <Button type="submit" variant={tone === "danger" ? "danger" : "primary"} size={size} className="mt-4">
          {confirmLabel}
        </Button>
      </form>
    </details>
  );
}
