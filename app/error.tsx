"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { Button, LinkButton } from "#components/ui/button.tsx";
import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";

type Props = { error: Error & { digest?: string }; retry: () => void };

/**
 * Where a page would be that broke while somebody went from page to page by script; who opens an address gets the plain page
 * of app/_http/broken-page.ts. The number is Next's own for the error; it stands beside it in the log.
 */
export default function ErrorPage({ error, retry }: Props) {
  const t = getBrowserTranslator();
  const isOlder: boolean = unstable_isUnrecognizedActionError(error);
  if (isOlder) return <OlderPage />;
  // Pages of courses speak the language of their address; the prefix of the school's own leads to the one without it.
  const courses = `/${t.language}/courses`;
  return (
    <main id="main" className="wrap max-w-[64ch] py-16 sm:py-24">
      <h1>{t("browser.broken_title")}</h1>
      <p className="mt-4 text-[length:var(--text-lede)] leading-[1.55] text-ink-soft">{t("browser.broken")}</p>
      <div className="mt-8 flex flex-wrap gap-3">
        <Button onClick={retry}>{t("browser.broken_try_again")}</Button>
        <LinkButton href={courses} variant="quiet">
          {t("browser.broken_to_the_courses")}
        </LinkButton>
        <LinkButton href="/help/new" variant="quiet">
          {t("browser.broken_ask_us")}
        </LinkButton>
      </div>
      {error.digest && (
        <p className="mt-8 text-small text-ink-faint">
          {t("browser.broken_quote_this_number")} <span className="num select-all">{error.digest}</span>
        </p>
      )}
    </main>
  );
}

/** A button of a page that was opened before an update: its action is called otherwise now. */
function OlderPage() {
  const t = getBrowserTranslator();
  return (
    <main id="main" className="wrap max-w-[64ch] py-16 sm:py-24">
      <h1>{t("browser.older_page_title")}</h1>
      <p className="mt-4 text-[length:var(--text-lede)] leading-[1.55] text-ink-soft">{t("browser.older_page")}</p>
      <div className="mt-8">
        <Button onClick={() => window.location.reload()}>{t("browser.older_page_load_again")}</Button>
      </div>
    </main>
  );
}
