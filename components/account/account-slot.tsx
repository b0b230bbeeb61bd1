"use client";

import { useEffect, useState } from "react";
import { AccountLink, type AccountLinkProps } from "./account-link.tsx";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

type Known = { viewer: AccountLinkProps["viewer"]; here: string };

/**
 * The account corner of a page that is the same for everyone. It asks who is looking once the page stands; until then, and
 * without JavaScript, it is a plain link to the account, which asks visitors to sign in.
 */
export function AccountSlot({ account = "/account", signIn }: { account?: string; signIn?: string }) {
  const t = getBrowserTranslator();
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    const asked = new AbortController();
    fetch("/api/me", { signal: asked.signal, headers: { accept: "application/json" } })
      .then((answer) => (answer.ok ? answer.json() : undefined))
      .then((body?: { viewer: Known["viewer"] }) => {
        const { pathname, search } = window.location;
        if (body) setKnown({ viewer: body.viewer, here: pathname + search });
      })
      // Offline or aborted: the plain link stays and still works.
      .catch(() => undefined);
    return () => asked.abort();
  }, []);
  if (known) return <AccountLink {...known} signIn={signIn} />;
  return (
    <a href={account} className="py-2 text-ink-soft hover:text-ink">
      {t("browser.account")}
    </a>
  );
}
