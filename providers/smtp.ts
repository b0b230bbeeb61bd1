import { createTransport } from "nodemailer";
import { type Letter, type MailSender, MailTrouble } from "#domain/mail/sender.ts";

const CONNECT_MS_MAX = 10_000;
const GREETING_MS_MAX = 10_000;
const SILENCE_MS_MAX = 20_000;

type SmtpError = Error & { code?: string; responseCode?: number };

/** Sends over the mail server that `url` names. `from` is the school's own address, with or without a name. */
export function openSmtp({ url, from }: { url: string; from: string }): MailSender {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 1,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: GREETING_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
    // What a mail says must never make this machine read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(letter) {
      try {
        await transport.sendMail({ from, ...envelope(letter) });
      } catch (error) {
        throw troubleOf(error as SmtpError);
      }
    },
    close: () => transport.close(),
  };
}

/** Signs in at a mail server and leaves again. Throws `MailTrouble` with what it said. */
export async function verifySmtp(url: string): Promise<void> {
  const transport = createTransport({
    url,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: GREETING_MS_MAX,
    socketTimeout: SILENCE_MS_MAX,
  });
  try {
    await transport.verify();
  } catch (error) {
    throw troubleOf(error as SmtpError);
  } finally {
    transport.close();
  }
}

function envelope({ to, subject, html, text, language, messageId, attachments = [] }: Letter) {
  return {
    to: { name: "", address: to },
    subject,
    html,
    text,
    messageId,
    attachments: attachments.map(({ name, mediaType, bytes }) => ({
      ...{ filename: name, contentType: mediaType, content: bytes },
    })),
    // Says to other machines that nobody wrote this by hand, so that they do not answer it (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated", "Content-Language": language },
  };
}

const ABOUT_THE_SERVER = new Set([
  "ECONNECTION",
  "ETIMEDOUT",
  "EDNS",
  "ESOCKET",
  "ETLS",
  "EAUTH",
  "ENOAUTH",
  "EOAUTH2",
]);

/** Only a refusal of the recipient or the message is for good; a wrong password or a full server may be mended. */
function troubleOf(error: SmtpError): MailTrouble {
  const message = error.message.slice(0, 500);
  const code = error.code ?? "";
  if (ABOUT_THE_SERVER.has(code)) return new MailTrouble("server", message, { cause: error });
  const isRefused = (error.responseCode ?? 0) >= 500 && ["EENVELOPE", "EMESSAGE"].includes(code);
  return new MailTrouble(isRefused ? "for_good" : "for_now", message, { cause: error });
}
