import type { PlainKey, Words } from "#messages/message.ts";
import type { SecurityNotice } from "../../accounts/notify-person.ts";
import { formatMoney } from "../../kernel/money.ts";
import { button, type Draft, hello, type SchoolFace, text } from "../draft.ts";
import type { MailPayloads } from "../kinds.ts";

type Role = Extract<SecurityNotice, { event: "roles_changed" }>["roles"][number];

/** As the mail names them, in the middle of a sentence. */
const ROLES = {
  student: "mail_accounts.role_student",
  instructor: "mail_accounts.role_instructor",
  support: "mail_accounts.role_support",
  finance: "mail_accounts.role_finance",
  admin: "mail_accounts.role_admin",
  owner: "mail_accounts.role_owner",
} as const satisfies Record<Role, PlainKey>;

/** To a person, about something in their account by which somebody else could do harm. */
export function securityNotice(notice: MailPayloads["security_notice"], { name: school }: SchoolFace, t: Words): Draft {
  return {
    subject: t(`mail_accounts.${notice.event}_subject`, { school }),
    parts: [
      hello(notice.name, t),
      text(whatHappened(notice, t)),
      text(t("mail_accounts.security_notice_not_you")),
      button(t("mail_parts.choose_new_password"), "/sign-in/reset"),
    ],
  };
}

function whatHappened(notice: MailPayloads["security_notice"], t: Words): string {
  const detail = "detail" in notice ? notice.detail : nameOf(notice, t);
  switch (notice.event) {
    case "new_device":
      return t("mail_accounts.new_device_what", { device: detail });
    case "token_created":
      return t("mail_accounts.token_created_what", { token: detail });
    case "calendar_link_created":
      return t("mail_accounts.calendar_link_created_what");
    case "roles_changed":
      return t("mail_accounts.roles_changed_what", { roles: detail });
    case "large_refund":
      return t("mail_accounts.large_refund_what", { refund: detail });
    case "refund_account_given":
      return t("mail_accounts.refund_account_given_what", { account: detail });
  }
}

/** What the sentence is about: the device, the token, the roles, the amount, the account. */
function nameOf(notice: SecurityNotice, t: Words): string {
  switch (notice.event) {
    case "new_device": {
      const [device, address] = [t.format(notice.device), notice.address];
      return address === "" ? device : t("mail_accounts.new_device_from", { device, address });
    }
    case "token_created":
      return t("mail_accounts.token_created_token", { name: notice.token, scopes: notice.scopes.join(", ") });
    case "calendar_link_created":
      return "";
    case "roles_changed": {
      const names = notice.roles.map((role) => t(ROLES[role]));
      return names.length === 0 ? t("mail_accounts.role_none") : listOf(names, t);
    }
    case "large_refund":
      return t("mail_accounts.large_refund_for_order", { amount: formatMoney(notice.amount, t), order: notice.order });
    case "refund_account_given":
      return t("mail_accounts.refund_account_given_for_order", { account: notice.account, order: notice.order });
  }
}

const listOf = (names: string[], { locale }: Words) => new Intl.ListFormat(locale, { type: "unit" }).format(names);
