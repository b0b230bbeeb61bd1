import type { ReactNode } from "react";
import { DemoBanner, SkipLink } from "#components/layout/shell-parts.tsx";
import { LinkButton } from "#components/ui/button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { Money } from "#components/ui/money.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { getTranslator } from "#components/messages/get-translator.ts";

export type CheckoutFacts = { description: string; amountMinor: number; currency: string };

/** The gateway's frame around what is to be done: who it is, what is paid for, how much. */
export function CheckoutFrame({ checkout, children }: { checkout: CheckoutFacts; children: ReactNode }) {
  const t = getTranslator();
  const { description, amountMinor, currency } = checkout;
  return (
    <div className="isolate flex min-h-dvh flex-col bg-sunken">
      <SkipLink />
      <DemoBanner />
      <main id="main" tabIndex={-1} className="wrap max-w-[520px] flex-1 pb-16 pt-6 sm:pt-12">
        <p className="flex items-center gap-2 text-small text-ink-soft">
          <Icon name="lock" />
          <span>{t.rich("sandbox.whose_page", { b: (children) => <b className="text-ink">{children}</b> })}</span>
        </p>
        <div className="mt-4 rounded-lg border border-rule-strong bg-surface">
          <header className="border-b border-rule px-5 py-5 sm:px-7">
            <h1 className="font-sans text-[1.75rem] font-[600] tracking-tight">
              {t.rich("sandbox.pay_heading", {
                unseen: (children) => <span className="sr-only">{children}</span>,
                money: <Money amount={{ minor: amountMinor, currency }} />,
              })}
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
  paid: { tone: "ok", words: "sandbox.endings_paid" },
  processing: { tone: "info", words: "sandbox.endings_processing" },
  declined: { tone: "bad", words: "sandbox.endings_declined" },
  cancelled: { tone: "info", words: "sandbox.endings_cancelled" },
  expired: { tone: "warn", words: "sandbox.endings_expired" },
} as const;

/** What someone finds who comes back to a checkout that is over. */
export function Ended({ state, returnUrl }: { state: keyof typeof ENDINGS; returnUrl: string }) {
  const { tone, words } = ENDINGS[state];
  return (
    <div className="grid gap-5">
      <Notice tone={tone}>{getTranslator()(words)}</Notice>
      <BackToSchool returnUrl={returnUrl} />
    </div>
  );
}

/** The connection broke after the charge: the buyer knows nothing, and the school must find out. */
export function Lost({ returnUrl }: { returnUrl: string }) {
  const t = getTranslator();
  return (
    <div className="grid gap-5">
      <Notice tone="bad" title={t("sandbox.the_connection_was_lost_title")}>
        {t("sandbox.your_card_may_have_been_charged")}
      </Notice>
      <BackToSchool returnUrl={returnUrl} />
    </div>
  );
}

function BackToSchool({ returnUrl }: { returnUrl: string }) {
  const t = getTranslator();
  return (
    <LinkButton href={returnUrl} full>
      {t("sandbox.back_to_the_school_button")}
    </LinkButton>
  );
}
