"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useRef } from "react";
import { buttonClass, type ButtonLook } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

export type DialogProps = ButtonLook & {
  trigger: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  children: ReactNode;
};

/** Where to begin: at what was refused, or at the first thing to fill in or press that is not the way out. */
const BEGINNING = ["[aria-invalid=true]", "textarea, select, input:not([type=hidden])", "[data-dialog-body] button"];

/**
 * Something to decide before anything else. It is drawn inside whatever holds it, so a form around it sends the fields in it;
 * they stay as they are when it is closed. Whoever uses it offers the same without a script: see `Ask` of the office.
 */
export function Dialog(props: DialogProps) {
  const t = getBrowserTranslator();
  const { trigger, title, description, open, onOpenChange, children, variant = "quiet", size, full } = props;
  const place = useRef<HTMLDivElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  const beginning = () =>
    BEGINNING.map((which) => popup.current?.querySelector<HTMLElement>(which)).find((found) => found) ?? true;
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger className={`${buttonClass({ variant, size, full })} justify-self-start max-sm:min-h-11`}>
        {trigger}
      </Base.Trigger>
      <div ref={place} className="contents" />
      <Base.Portal container={place} keepMounted>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(20_16_8/0.45)] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={popup}
          initialFocus={beginning}
          className="card fixed inset-x-4 top-1/2 z-50 mx-auto max-h-[calc(100dvh-32px)] max-w-[520px] -translate-y-1/2 overflow-y-auto p-5 text-start text-ink transition-[opacity,transform] [overflow-wrap:anywhere] data-ending-style:opacity-0 data-starting-style:translate-y-[calc(-50%+8px)] data-starting-style:opacity-0 sm:p-6"
        >
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="min-w-0 text-[20px]">{title}</Base.Title>
            <Base.Close className="-me-2 -mt-1 grid size-9 flex-none place-items-center rounded-sm text-ink-soft hover:bg-sunken hover:text-ink">
              <Icon name="close" />
              <span className="sr-only">{t("browser.close")}</span>
            </Base.Close>
          </div>
          {description && (
            <Base.Description render={<div />} className="mt-1.5 text-small text-ink-soft">
              {description}
            </Base.Description>
          )}
          <div data-dialog-body className="mt-4 grid gap-4">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
