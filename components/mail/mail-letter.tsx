import { Notice } from "#components/ui/notice.tsx";
import type { MailView } from "#domain/mail/get-mail.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** What a mail may do in its frame: nothing but lead somewhere else, when a link in it is pressed. */
const SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/**
 * A mail as it reads: drawn in a frame of its own, and below it the plain form that every mail also carries. The frame gets
 * its text from here and not from an address, so that it stands under this page's policy and no page has to allow being framed.
 */
export function MailLetter({ mail }: { mail: Pick<MailView, "letter" | "isVeiled" | "isRewritten"> }) {
  const t = getTranslator();
  if (!mail.letter) {
    return <Notice tone="warn" title={t("mail.what_this_mail_was_about_is_no_longer_title")} />;
  }
  return (
    <div className="grid min-w-0 grid-cols-1 gap-4">
      {mail.isVeiled && (
        <Notice tone="info" title={t("mail.the_code_or_link_is_left_out_title")}>
          {t("mail.it_opens_the_recipients_account_so_only")}
        </Notice>
      )}
      {mail.isRewritten && (
        <Notice tone="info" title={t("mail.written_anew_title")}>
          {t("mail.written_anew_words")}
        </Notice>
      )}
      <iframe
        srcDoc={mail.letter.html.replace("<head>", '<head><base target="_top">')}
        title={t("mail.mail_title", { subject: mail.letter.subject })}
        sandbox={SANDBOX}
        className="h-[70dvh] min-h-[420px] w-full rounded-md border border-rule bg-[#faf8f3]"
      />
      <details>
        <summary className="text-small text-ink-soft hover:text-ink">{t("mail.as_plain_text")}</summary>
        <pre
          lang={mail.letter.language}
          dir={mail.letter.direction}
          className="mt-2 whitespace-pre-wrap rounded-md bg-sunken p-4 text-small [overflow-wrap:anywhere]"
        >
          {mail.letter.text}
        </pre>
      </details>
    </div>
  );
}
