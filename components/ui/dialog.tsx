"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import type { ReactNode } from "react";
import { buttonClass, type ButtonLook } from "./button.tsx";
import { Icon } from "./icon.tsx";

export type DialogProps = ButtonLook & {
  trigger: ReactNode;
  /** The page where the same can be done. Without JavaScript the trigger is a plain link to it. */
  href: string;
  title: string;
  description?: ReactNode;
  children: ReactNode;
};

/** Something short to do without leaving the page. For a step to be confirmed use `Confirm`, which needs no script. */
export function Dialog({ trigger, href, title, description, children, variant = "quiet", size, full }: DialogProps) {
  return (
    <Base.Root>
      <Base.Trigger
        nativeButton={false}
        render={<a href={href} onClick={(event) => event.preventDefault()} />}
        className={buttonClass({ variant, size, full })}
      >
        {trigger}
      </Base.Trigger>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-[rgb(20_16_8/0.45)] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup className="card fixed inset-x-4 top-1/2 z-50 mx-auto max-h-[calc(100dvh-32px)] max-w-[520px] -translate-y-1/2 overflow-y-auto p-6 transition-[opacity,transform] data-ending-style:opacity-0 data-starting-style:translate-y-[calc(-50%+8px)] data-starting-style:opacity-0">
          <div className="flex items-start justify-between gap-4">
            <Base.Title className="text-[22px]">{title}</Base.Title>
            <Base.Close className="-mr-2 -mt-1 grid size-9 flex-none place-items-center rounded-sm text-ink-soft hover:bg-sunken hover:text-ink">
              <Icon name="close" />
              <span className="sr-only">Close</span>
            </Base.Close>
          </div>
          {description && (
            <Base.Description className="mt-1.5 text-small text-ink-soft">{description}</Base.Description>
          )}
          <div className="mt-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
