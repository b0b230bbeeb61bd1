"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { formatEmail } from "#domain/kernel/email-address.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { CONNECTIONS, type ConnectionPart } from "#domain/settings/connections.ts";
import { setConnections } from "#services/connections/set-connections.ts";
import { sendTestMail } from "#services/mail/send-test-mail.ts";

const Typed = z.string().trim().max(1_000).optional();
const PARTS = Object.keys(CONNECTIONS) as [ConnectionPart, ...ConnectionPart[]];
/** The ways to pay are boxes: one that is ticked sends a text, several a list, in the order of the page. */
const Ways = z.union([z.string().transform((one) => [one]), z.array(z.string())]).default([]);

const Connection = z.object({
  part: z.enum(PARTS),
  MATRICULA_PAYMENT_PROVIDERS: Ways.transform((ways) => ways.filter((way) => way !== "").join(",")),
  MATRICULA_BANK_ACCOUNT_HOLDER: Typed,
  MATRICULA_BANK_IBAN: Typed,
  MATRICULA_BANK_NAME: Typed,
  STRIPE_SECRET_KEY: Typed,
  STRIPE_WEBHOOK_SECRET: Typed,
  SMTP_URL: Typed,
  MATRICULA_MAIL_FROM: Typed,
});

export const setConnectionAction = action(Connection, async ({ actor, requestId }, { part, ...typed }) => {
  const given = Object.entries(typed).filter(([, value]) => value !== undefined);
  await setConnections({ actor, requestId }, part, Object.fromEntries(given));
  await redirectDone("/admin/settings/connections", "connection-saved");
});

export const sendTestMailAction = action(z.object({}), async ({ actor, viewer }) => {
  if (!viewer) throw new Refusal("not_signed_in");
  const t = getTranslator();
  await sendTestMail(actor, { email: viewer.email, language: t.language });
  return t("admin_connections.test_mail_sent", { email: formatEmail(viewer.email) });
});
