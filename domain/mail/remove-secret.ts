import { type MailKind, SECRET_FIELDS } from "./kinds.ts";

type MailWithPayload = { kind: string; payload: Record<string, unknown> };

/** Whether a mail carries what is forgotten once it was sent: a code or a link that opens its recipient's account. */
export const isForgotten = ({ kind }: Pick<MailWithPayload, "kind">) => SECRET_FIELDS[kind as MailKind] !== undefined;

/**
 * Whether a mail holds what only its recipient may see: what is forgotten, or the link of a place, which is computed when the mail is
 * written and can be sent again.
 */
export const hasSecret = (mail: Pick<MailWithPayload, "kind">) => isForgotten(mail) || mail.kind === "claim_link";

/**
 * A mail without what opens an account: it has done its work once it was sent, and from then on could only be stolen. `veil`
 * stands where a code would be read; a link without its path leads to the school.
 */
export function removeSecret<Mail extends MailWithPayload>(mail: Mail, veil = ""): Mail {
  const field = SECRET_FIELDS[mail.kind as MailKind];
  if (!field || !(field in mail.payload)) return mail;
  return { ...mail, payload: { ...mail.payload, [field]: field === "path" ? "" : veil } };
}
