import { headers } from "next/headers";
import { DONE_HEADER } from "#app/_forms/done-cookie.ts";
import { NEXT_SCRIPTS_MARK, OWN_SCRIPT } from "#app/_http/leave-out-scripts.ts";
import { getRequest } from "#messages/request-language.ts";
import { SEND_ONCE } from "./send-once.ts";

/** The school's own script, on every page. It is small and the same everywhere; next.config.ts says its version. */
export async function SiteScript() {
  const nonce = getRequest()?.isKept ? undefined : await getNonce();
  return (
    <>
      <script id={OWN_SCRIPT} nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: SEND_ONCE }} />
      <script type="module" src={process.env.SITE_SCRIPT} nonce={nonce} suppressHydrationWarning />
    </>
  );
}

/** The script of the pages on which attendance is taken, beside that of every page. */
export async function AttendanceScript() {
  return <script type="module" src={process.env.ATTENDANCE_SCRIPT} nonce={await getNonce()} suppressHydrationWarning />;
}

/** What proxy.ts has drawn for this page. A kept page has none: its policy allows our own files. */
async function getNonce(): Promise<string | undefined> {
  return /'nonce-([^']+)'/.exec((await headers()).get("content-security-policy") ?? "")?.[1];
}

/**
 * Stands on a page that works without React in the browser: app/_http/leave-out-scripts.ts takes out what Next sends for it. On the
 * page after a form the message of what was done closes itself, so there the scripts stay.
 */
export async function WithoutNextScripts() {
  if (!getRequest()?.isKept && (await headers()).has(DONE_HEADER)) return null;
  return <meta name={NEXT_SCRIPTS_MARK} content="none" />;
}
