"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import { Button, LinkButton } from "#components/ui/button.tsx";

type Props = { error: Error & { digest?: string }; retry: () => void };

/**
 * Where a page would be that broke while somebody went from page to page by script; who opens an address gets the plain page
 * of app/_http/broken-page.ts. The number is Next's own for the error; it stands beside it in the log.
 */
export default function ErrorPage({ error, retry }: Props) {
  const isOlder: boolean = unstable_isUnrecognizedActionError(error);
  if (isOlder) return <OlderPage />;
  return (
    <main id="main" className="wrap max-w-[64ch] py-16 sm:py-24">
      <h1>That did not work, and it is our fault</h1>
      <p className="mt-4 text-[length:var(--text-lede)] leading-[1.55] text-ink-soft">
        Something broke on our side while we made this page. What you had done before is safe.
      </p>
      <div className="mt-8 flex flex-wrap gap-3">
        <Button onClick={retry}>Try again</Button>
        <LinkButton href="/courses" variant="quiet">
          To the courses
        </LinkButton>
        <LinkButton href="/help/new" variant="quiet">
          Ask us
        </LinkButton>
      </div>
      {error.digest && (
        <p className="mt-8 text-small text-ink-faint">
          If you write to us about it, quote this number: <span className="num select-all">{error.digest}</span>
        </p>
      )}
    </main>
  );
}

/** A button of a page that was opened before an update: its action is called otherwise now. */
function OlderPage() {
  return (
    <main id="main" className="wrap max-w-[64ch] py-16 sm:py-24">
      <h1>The school was updated meanwhile</h1>
      <p className="mt-4 text-[length:var(--text-lede)] leading-[1.55] text-ink-soft">
        What you pressed is from before the update, so nothing was done. Load the page again, and press it there.
      </p>
      <div className="mt-8">
        <Button onClick={() => window.location.reload()}>Load the page again</Button>
      </div>
    </main>
  );
}
