import type { ReactNode } from "react";
import { DemoBanner, SkipLink } from "#components/layout/shell-parts.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";

export type CheckoutFacts = { description: string; amountMinor: number; currency: string };

/** The gateway's frame around what is to be done: who it is, what is paid for, how much. */
export function CheckoutFrame({ checkout, children }: { checkout: CheckoutFacts; children: ReactNode }) {
  const { description, amountMinor, currency } = checkout;
  return (
    <div className="isolate flex min-h-dvh flex-col bg-sunken">
      <SkipLink />
      <DemoBanner />
      <main id="main" tabIndex={-1} className="wrap max-w-[520px] flex-1 pb-16 pt-6 sm:pt-12">
        <p className="flex items-center gap-2 text-small text-ink-soft">
          <Icon name="lock" />
          <span>
            <b className="text-ink">Sandbox gateway</b>: play money
          </span>
        </p>
        <div className="mt-4 rounded-lg border border-rule-strong bg-surface">
          <header className="border-b border-rule px-5 py-5 sm:px-7">
            <h1 className="font-sans text-[1.75rem] font-[600] tracking-tight">
              <span className="sr-only">Pay </span>
              <Money amount={{ minor: amountMinor, currency }} />
            </h1>
            <p className="mt-1 text-small text-ink-soft">{description}</p>
          </header>
          <div className="px-5 py-6 sm:px-7">{children}</div>
        </div>
      </main>
    </div>
  );
}

const ENDINGS = {
  paid: { tone: "ok", words: "This has been paid." },
  processing: { tone: "info", words: "The payment is on its way. The school hears of it in a few seconds." },
  declined: { tone: "bad", words: "The payment did not go through. You can try again from your order." },
  cancelled: { tone: "info", words: "This checkout was cancelled, and nothing was charged." },
  expired: { tone: "warn", words: "The time to pay has run out, and nothing was charged." },
} as const;

/** What someone finds who comes back to a checkout that is over. */
export function Ended({ state, returnUrl }: { state: keyof typeof ENDINGS; returnUrl: string }) {
  const { tone, words } = ENDINGS[state];
  return (
    <div className="grid gap-5">
      <Notice tone={tone}>{words}</Notice>
      <BackToSchool returnUrl={returnUrl} />
    </div>
  );
}

/** The connection broke after the charge: the buyer knows nothing, and the school must find out. */
export function Lost({ returnUrl }: { returnUrl: string }) {
  return (
    <div className="grid gap-5">
      <Notice tone="bad" title="The connection was lost">
        Your card may have been charged. Do not pay again: go back, and the school will find out.
      </Notice>
      <BackToSchool returnUrl={returnUrl} />
    </div>
  );
}

function BackToSchool({ returnUrl }: { returnUrl: string }) {
  return (
    <LinkButton href={returnUrl} full>
      Back to the school
    </LinkButton>
  );
}
