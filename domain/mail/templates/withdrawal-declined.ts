import type { Words } from "#messages/message.ts";
import { formatToTheSecond } from "../../kernel/format-to-the-second.ts";
import { button, type Draft, facts, hello, quote, type SchoolFace, text } from "../draft.ts";
import type { WithdrawalFacts } from "../get-withdrawal-facts.ts";

/** Answers a declaration of withdrawal that the school does not accept: why, and where to turn. */
export function withdrawalDeclined(declared: WithdrawalFacts, _school: SchoolFace, t: Words): Draft {
  const { code, name, receivedAt, timezone, reason } = declared;
  return {
    subject: t("mail_orders.withdrawal_declined_subject", { code }),
    parts: [
      hello(name, t),
      text(t("mail_orders.withdrawal_declined_what")),
      ...(reason.trim() === "" ? [] : [quote(reason.trim())]),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_orders.withdrawal_received_at"), formatToTheSecond(receivedAt, timezone, t)],
      ]),
      text(t("mail_orders.withdrawal_declined_next")),
      button(t("mail_parts.ask_about_it"), "/help/new"),
    ],
  };
}
