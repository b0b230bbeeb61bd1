import type { Words } from "#messages/message.ts";
import { formatToTheSecond } from "../../kernel/format-to-the-second.ts";
import { type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { WithdrawalFacts } from "../get-withdrawal-facts.ts";

/** Confirms a declaration of withdrawal, with what was declared and the second at which it came. It says nothing of any order. */
export function withdrawalReceived(declared: WithdrawalFacts, _school: SchoolFace, t: Words): Draft {
  const { code, name, email, receivedAt, timezone } = declared;
  return {
    subject: t("mail_orders.withdrawal_subject", { code }),
    parts: [
      hello(name, t),
      text(t("mail_orders.withdrawal_what")),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_orders.withdrawal_name"), name],
        [t("mail_orders.withdrawal_email"), email],
        [t("mail_orders.withdrawal_received_at"), formatToTheSecond(receivedAt, timezone, t)],
      ]),
      text(t("mail_orders.withdrawal_next")),
    ],
  };
}
