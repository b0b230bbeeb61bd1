"use client";

import "./globals.css";
import ErrorPage from "./error.tsx";

type Props = { error: Error & { digest?: string }; retry: () => void };

/** As the error page, for what broke in the frame that every page stands in; so it brings a frame of its own. */
export default function GlobalError(props: Props) {
  return (
    <html lang="en">
      <body>
        <title>That did not work</title>
        <ErrorPage {...props} />
      </body>
    </html>
  );
}
