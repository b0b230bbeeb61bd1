import { Notice } from "#components/ui/notice.tsx";
import type { MailView } from "#domain/mail/get-mail.ts";

/** What a mail may do in its frame: nothing but lead somewhere else, when a link in it is pressed. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/**
 * A mail as it reads: drawn in a frame of its own, and below it the plain form that every mail also carries. The frame gets
 * its text from here and not from an address, so that it stands under this page's policy and no page has to allow being framed.
 */
export function MailLetter({ mail }: { mail: MailView }) {
  if (!mail.letter) {
    return <Notice tone="warn" title="What this mail was about is no longer there, so it cannot be written." />;
  }
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      {mail.isVeiled && (
        <Notice tone="info" title="The code or link is left out.">
          It opens the recipient's account, so only they may read it.
        </Notice>
      )}
      <iframe
        srcDoc={mail.letter.html.replace("<head>", '<head><base target="_top">')}
        title={`Mail: ${mail.letter.subject}`}
        sandbox={SANDBOX}
        className="h-[70dvh] min-h-[420px] w-full rounded-md border border-rule bg-[#faf8f3]"
      />
      <details>
        <summary className="text-small text-ink-soft hover:text-ink">As plain text</summary>
        <pre className="mt-2 whitespace-pre-wrap rounded-md bg-sunken p-4 text-small [overflow-wrap:anywhere]">
          {mail.letter.text}
        </pre>
      </details>
    </div>
  );
}
