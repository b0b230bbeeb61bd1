"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

/** News of a payment comes within seconds or much later, so the school is asked a few times and then left alone. */
const ASK_AFTER_MS = [2_000, 3_000, 5_000, 10_000, 20_000, 40_000];

/**
 * A link that asks the payment service once more how a payment stands. With a script the page asks by itself for a while, so
 * that whoever has paid comes into the course without a press. `href`: the buyer's way back, where the school looks.
 */
export function LookAgain({ href }: { href: string }) {
  const t = getBrowserTranslator();
  const router = useRouter();
  useEffect(() => {
    const waits = ASK_AFTER_MS.values();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const next = () => {
      const { value, done } = waits.next();
      if (!done) timer = setTimeout(ask, value);
    };
    // The answer leads elsewhere when it is paid, and the page itself goes there; offline, the link is still here to press.
    const ask = () =>
      fetch(href, { redirect: "manual" })
        .then(() => router.refresh())
        .catch(() => undefined)
        .finally(next);
    next();
    return () => clearTimeout(timer);
  }, [href, router]);
  return (
    <a className="link" href={href}>
      {t("browser.check_again")}
    </a>
  );
}
