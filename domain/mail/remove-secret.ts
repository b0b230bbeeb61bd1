import { type MailKind, SECRET_FIELDS } from "./kinds.ts";

type MailWithPayload = { kind: string; payload: Record<string, unknown> };

/** Whether a mail carries a code or a link that opens its recipient's account. */
export const hasSecret = ({ kind }: Pick<MailWithPayload, "kind">) => SECRET_FIELDS[kind as MailKind] !== undefined;

/**
 * A mail without what opens an account: it has done its work once it was sent, and from then on could only be stolen. `veil`
 * stands where a code would be read; a link without its path leads to the school.
 */
export function removeSecret<Mail extends MailWithPayload>(mail: Mail, veil = ""): Mail {
  const field = SECRET_FIELDS[mail.kind as MailKind];
  if (!field || !(field in mail.payload)) return mail;
  return { ...mail, payload: { ...mail.payload, [field]: field === "path" ? "" : veil } };
}
