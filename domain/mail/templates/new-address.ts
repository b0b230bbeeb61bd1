import type { Words } from "#messages/message.ts";
import { formatEmail } from "../../kernel/email-address.ts";
import { aside, button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

/** The mails of a change of address: to the new one, to whoever has it already, and notices to the old one. */

export function confirmNewAddress(
  { name, path, hours }: MailPayloads["confirm_new_address"],
  school: SchoolFace,
  t: Words,
): Draft {
  return {
    subject: t("mail_accounts.confirm_new_address_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.confirm_new_address_asked")),
      button(t("mail_accounts.confirm_new_address_use_it"), path),
      aside(t("mail_accounts.confirm_new_address_works_for", { hours })),
    ],
  };
}

export function newAddressTaken({ name }: MailPayloads["new_address_taken"], school: SchoolFace, t: Words): Draft {
  return {
    subject: t("mail_accounts.new_address_taken_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.new_address_taken_what")),
      text(t("mail_accounts.new_address_taken_was_you")),
      button(t("mail_accounts.new_address_taken_sign_in"), "/sign-in"),
      aside(t("mail_accounts.new_address_taken_not_you")),
    ],
  };
}

export function newAddressAsked(
  { name, newEmail }: MailPayloads["new_address_asked"],
  school: SchoolFace,
  t: Words,
): Draft {
  return {
    subject: t("mail_accounts.new_address_asked_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.new_address_asked_what", { address: formatEmail(newEmail) })),
      text(t("mail_accounts.new_address_asked_not_you")),
      button(t("mail_parts.choose_new_password"), "/sign-in/reset"),
    ],
  };
}

export function addressChanged(
  { name, newEmail }: MailPayloads["address_changed"],
  school: SchoolFace,
  t: Words,
): Draft {
  const address = school.supportEmail;
  return {
    subject: t("mail_accounts.address_changed_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.address_changed_what", { address: formatEmail(newEmail) })),
      text(t("mail_accounts.address_changed_signed_out")),
      text(
        address
          ? t("mail_accounts.address_changed_write_to", { address })
          : t("mail_accounts.address_changed_get_in_touch", { school: school.name }),
      ),
    ],
  };
}

export function addressCorrected({ name }: MailPayloads["address_corrected"], school: SchoolFace, t: Words): Draft {
  const address = school.supportEmail;
  return {
    subject: t("mail_accounts.address_corrected_subject", { school: school.name }),
    parts: [
      hello(name, t),
      text(t("mail_accounts.address_corrected_what", { school: school.name })),
      text(
        address
          ? t("mail_accounts.address_corrected_write_to", { address })
          : t("mail_accounts.address_corrected_get_in_touch", { school: school.name }),
      ),
    ],
  };
}

export function accountsMerged({ name, isKept }: MailPayloads["accounts_merged"], school: SchoolFace, t: Words): Draft {
  const at = { school: school.name };
  return {
    subject: t("mail_accounts.accounts_merged_subject", at),
    parts: [
      hello(name, t),
      text(isKept ? t("mail_accounts.accounts_merged_kept", at) : t("mail_accounts.accounts_merged_ended", at)),
      button(t("mail_accounts.accounts_merged_sign_in"), "/sign-in"),
      aside(t("mail_accounts.accounts_merged_wrong", at)),
    ],
  };
}
