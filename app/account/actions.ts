"use server";

import { refresh, revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { z } from "zod";
import { pagePath } from "#messages/page-path.ts";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action, plainAction } from "#app/_forms/action.ts";
import { CertificateNameInput } from "#domain/certificates/inputs.ts";
import { setCertificateName } from "#domain/certificates/set-certificate-name.ts";
import { clearSessionCookie } from "#app/_auth/session-cookie.ts";
import { requireSignedIn } from "#app/_auth/signed-in.ts";
import {
  submitEmailChange,
  submitPasswordChange,
  requirePassword,
  submitEmailConfirmation,
  submitCodeRequest,
} from "#app/_auth/sign-in.ts";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { readFromPrimary } from "#db/read-scope.ts";
import { listMyOrders } from "#domain/learning/list-my-orders.ts";
import { changeLanguage } from "#domain/accounts/change-language.ts";
import { storeLanguageCookie } from "#app/_http/store-language-cookie.ts";
import { getSchoolLanguages, setAccountLanguage } from "#messages/request-language.ts";
import { changeProfile } from "#domain/accounts/change-profile.ts";
import { checkScopes, createToken } from "#domain/accounts/create-token.ts";
import { endOtherSessions } from "#domain/accounts/end-other-sessions.ts";
import { endSession } from "#domain/accounts/end-session.ts";
import {
  CodeInput,
  ConfirmPasswordInput,
  EmailInput,
  LinkSecretInput,
  NewPasswordInput,
  PersonNameInput,
  TimezoneInput,
} from "#domain/accounts/inputs.ts";
import { revokeToken } from "#domain/accounts/revoke-token.ts";
import { rotateCalendarKey } from "#domain/accounts/rotate-calendar-key.ts";
import { verifyEmail } from "#domain/accounts/verify-email.ts";
import { createLineInput } from "#domain/kernel/text-inputs.ts";
import { DAY_MS, addMs } from "#domain/kernel/clock.ts";
import { isId } from "#domain/kernel/ids.ts";
import { getTranslator } from "#components/messages/get-translator.ts";
import { issue } from "#messages/message.ts";

const Nothing = z.object({});
const SessionId = z.object({ sessionId: z.string().refine((text) => isId("session", text)) });
const TokenId = z.object({ tokenId: z.string().refine((text) => isId("apiToken", text)) });

export const signOutAction = plainAction(Nothing, async ({ viewer, write }) => {
  if (viewer) await write((ctx) => endSession(ctx, { sessionId: viewer.sessionId }));
  await clearSessionCookie();
  redirect(pagePath("/"));
});

const Profile = z.object({
  name: PersonNameInput,
  timezone: TimezoneInput,
  // A form of before the field was there leaves it as it is.
  certificateName: CertificateNameInput.optional(),
  // Not asked where the school has one language. An empty choice follows the school and the page.
  language: z
    .string()
    .refine((tag) => tag === "" || getSchoolLanguages().offered.includes(tag))
    .transform((tag) => tag || null)
    .optional(),
});

export const changeProfileAction = action(Profile, async ({ viewer, write }, input) => {
  const { name, timezone, language, certificateName } = input;
  const { userId } = requireSignedIn(viewer);
  await write(async (ctx) => {
    await changeProfile(ctx, { userId, name, timezone });
    if (certificateName !== undefined) await setCertificateName(ctx, { userId, certificateName });
    if (language !== undefined) await changeLanguage(ctx, { userId, language });
  });
  if (language !== undefined && language !== viewer?.language) {
    await storeLanguageCookie(language);
    setAccountLanguage(language);
    // The root element names the language, and is otherwise not asked for again.
    revalidatePath("/", "layout");
  }
  await redirectDone("/account", "profile-saved");
});

const Password = z.object({ currentPassword: z.string().max(200).default(""), newPassword: NewPasswordInput });

export const changePasswordAction = action(Password, async (command, typed) => {
  await submitPasswordChange(command, typed);
  await redirectDone("/account", "password-changed");
});

export const mailVerificationAction = action(Nothing, async (command) => {
  const t = getTranslator();
  const { email } = requireSignedIn(command.viewer);
  await submitCodeRequest(command, { email, purpose: "verify" });
  return t("account.verification_link_sent");
});

export const verifyAddressAction = action(z.object({ secret: LinkSecretInput }), async ({ write }, { secret }) => {
  await write((ctx) => verifyEmail(ctx, { secret }));
  await redirectDone((await findOpenOrderPath()) ?? "/account", "address-confirmed");
});

/** Whoever has just confirmed their address so that a seat is kept goes on where they left: at the order that waits to be paid. */
async function findOpenOrderPath(): Promise<string | undefined> {
  // On PostgreSQL a replica may not have heard of the write yet.
  readFromPrimary();
  const read = await getPageReadCtx();
  if (read.actor.type !== "user") return undefined;
  const { items } = await listMyOrders(read, read.actor.id, 1);
  const open = items.find(({ state }) => state === "awaiting_payment");
  return open && `/checkout/${open.code}`;
}

const NewAddress = z.object({
  newEmail: EmailInput,
  password: z.string().max(200).default(""),
  code: z.union([z.literal(""), CodeInput]).default(""),
});

/** The answer is the same for an address that somebody has: nobody learns here who is with the school. */
export const askNewAddressAction = action(NewAddress, async (command, typed) => {
  const t = getTranslator();
  await submitEmailChange(command, typed);
  refresh();
  return t("account.new_address_link_sent");
});

/** For somebody without a password: digits to their present address show that it is they who ask. */
export const mailAddressCodeAction = action(Nothing, async (command) => {
  const t = getTranslator();
  const { email } = requireSignedIn(command.viewer);
  await submitCodeRequest(command, { email, purpose: "sign_in" });
  return t("account.code_sent", { email });
});

export const confirmNewAddressAction = action(z.object({ secret: LinkSecretInput }), async (command, { secret }) => {
  await submitEmailConfirmation(command, secret);
  await redirectDone("/account", "address-changed");
});

export const endSessionAction = plainAction(SessionId, async ({ write }, { sessionId }) => {
  await write((ctx) => endSession(ctx, { sessionId }));
  await redirectDone("/account", "device-signed-out");
});

export const endOtherSessionsAction = plainAction(Nothing, async ({ viewer, write }) => {
  const { userId, sessionId } = requireSignedIn(viewer);
  await write((ctx) => endOtherSessions(ctx, { userId, keepSessionId: sessionId }));
  await redirectDone("/account", "devices-signed-out");
});

const Several = z.union([
  z
    .string()
    .max(60)
    .transform((one) => [one]),
  z.array(z.string().max(60)).max(100),
]);

const NewToken = z.object({
  name: createLineInput(100, issue("account.token_name_too_long")).min(1, issue("account.token_name_missing")),
  scopes: Several.default([]),
  days: z.enum(["30", "90", "365", "never"]),
  confirmPassword: ConfirmPasswordInput,
});

/** Its message is the token itself: the page shows it once, and nothing keeps it. */
export const createTokenAction = action(
  NewToken,
  async (command, { name, scopes, days, confirmPassword }) => {
    const { viewer, read, write } = await requirePassword(command, confirmPassword);
    const { userId } = requireSignedIn(viewer);
    const expiresAt = days === "never" ? null : addMs(read.now, Number(days) * DAY_MS);
    const { token } = await write((ctx) => createToken(ctx, { userId, name, scopes, expiresAt }));
    refresh();
    return token;
  },
  [(_asked, { scopes }) => scopes && checkScopes(scopes)],
);

export const revokeTokenAction = plainAction(TokenId, async ({ write }, { tokenId }) => {
  await write((ctx) => revokeToken(ctx, { tokenId }));
  await redirectDone("/account", "token-revoked");
});

const Rotate = z.object({ confirmPassword: ConfirmPasswordInput });

/** Its message is the feed's new key: the page shows the address once, and nothing keeps it. */
export const rotateCalendarKeyAction = action(Rotate, async (command, { confirmPassword }) => {
  const { viewer, write } = await requirePassword(command, confirmPassword);
  const { userId } = requireSignedIn(viewer);
  const { key } = await write((ctx) => rotateCalendarKey(ctx, { userId }));
  refresh();
  return key;
});
