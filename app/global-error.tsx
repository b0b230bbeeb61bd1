/* eslint-disable matricula/no-literal-text -- the frame that brings the messages into the browser is what broke */
"use client";

import { Button, LinkButton } from "#components/ui/button.tsx";
import "./globals.css";

type Props = { error: Error & { digest?: string }; retry: () => void };

/**
 * As the error page, for what broke in the frame that every page stands in; so it brings a frame of its own. That frame also
 * brings the messages, and a browser may have none of them here: these few words are in English for everybody.
 */
export default function GlobalError({ error, retry }: Props) {
  return (
    <html lang="en">
      <body>
        <title>That did not work</title>
        <main id="main" className="wrap max-w-[64ch] py-16 sm:py-24">
          <h1>That did not work, and it is our fault</h1>
          <p className="mt-4 text-[length:var(--text-lede)] leading-[1.55] text-ink-soft">
            Something broke on our side while we made this page. What you had done before is safe.
          </p>
          <div className="mt-8 flex flex-wrap gap-3">
            <Button onClick={retry}>Try again</Button>
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
      </body>
    </html>
  );
}
