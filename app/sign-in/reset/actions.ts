"use server";

import { redirect } from "next/navigation";
import { z } from "zod";
import { action } from "#app/_forms/action.ts";
import { getSafeNextPath } from "#app/_forms/next-path.ts";
import { submitNewPassword, getLandingPath, submitCodeRequest } from "#app/_auth/sign-in.ts";
import { findLink } from "#domain/accounts/find-link.ts";
import { EmailInput, LinkSecretInput, NewPasswordInput } from "#domain/accounts/inputs.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const Ask = z.object({ email: EmailInput, next: z.string().max(1_000).optional().transform(getSafeNextPath) });

/** Mails a link to a new password, and says the same whether or not somebody has the address. */
export const askResetAction = action(Ask, async (command, { email, next }) => {
  const t = getTranslator();
  await submitCodeRequest(command, { email, purpose: "reset", nextPath: next });
  return t("sign_in.reset_link_sent");
});

const Choose = z.object({ secret: LinkSecretInput, password: NewPasswordInput });

/** Sets the password of whoever holds a mailed link, and signs them in. */
export const choosePasswordAction = action(Choose, async (command, { secret, password }) => {
  const t = getTranslator();
  const link = await findLink(command.read.read, secret, command.read.now);
  if (!link) throw new Refusal("code_expired", { words: t("sign_in.this_link_no_longer_works") });
  const about = { email: link.email, name: link.name };
  const done = await submitNewPassword(command, { secret, password, about });
  redirect(getSafeNextPath(done.nextPath) ?? getLandingPath(done.command));
});
