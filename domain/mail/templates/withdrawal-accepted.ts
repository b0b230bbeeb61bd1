import type { Words } from "#messages/message.ts";
import { formatToTheSecond } from "../../kernel/format-to-the-second.ts";
import { type Draft, facts, hello, type SchoolFace, text } from "../draft.ts";
import type { WithdrawalFacts } from "../get-withdrawal-facts.ts";

/** Answers a declaration of withdrawal that the school accepts. Whether the money is on its way already depends on who has accepted, so it says neither. */
export function withdrawalAccepted(declared: WithdrawalFacts, _school: SchoolFace, t: Words): Draft {
  const { code, name, receivedAt, timezone } = declared;
  return {
    subject: t("mail_orders.withdrawal_accepted_subject", { code }),
    parts: [
      hello(name, t),
      text(t("mail_orders.withdrawal_accepted_what")),
      facts([
        [t("mail_parts.order"), code],
        [t("mail_orders.withdrawal_received_at"), formatToTheSecond(receivedAt, timezone, t)],
      ]),
      text(t("mail_orders.withdrawal_accepted_next")),
    ],
  };
}
