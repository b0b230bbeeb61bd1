import { acceptInvitation } from "#domain/accounts/accept-invitation.ts";
import { requestEmailChange } from "#domain/accounts/request-email-change.ts";
import { changePassword } from "#domain/accounts/change-password.ts";
import { checkPassword, isKnownEmail } from "#domain/accounts/check-password.ts";
import { confirmSession } from "#domain/accounts/confirm-session.ts";
import { confirmEmailChange } from "#domain/accounts/confirm-email-change.ts";
import { assertOtherPassword, assertStrongPassword } from "#domain/accounts/password-rules.ts";
import { findInvitation } from "#domain/accounts/invitations.ts";
import { findLink } from "#domain/accounts/find-link.ts";
import { getAccountCounter, getAddressCounter, clearAttempts } from "#domain/accounts/limit-counters.ts";
import { getMyPasswordHash } from "#domain/accounts/my-account.ts";
import { type Identity, linkIdentity } from "#domain/accounts/link-identity.ts";
import type { StartedSession } from "#domain/accounts/create-session.ts";
import { isRecentSignIn } from "#domain/accounts/recent-sign-in.ts";
import { type CodeRequest, requestCode } from "#domain/accounts/request-code.ts";
import { resetPassword } from "#domain/accounts/reset-password.ts";
import { rotateSession } from "#domain/accounts/rotate-session.ts";
import type { Viewer } from "#domain/accounts/sessions.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { startSession } from "#domain/accounts/start-session.ts";
import { signInWithCode as tryCode } from "#domain/accounts/sign-in-with-code.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { getSchoolSettings } from "#domain/settings/get-school-settings.ts";
import { limit, reading, runtime, write } from "#runtime";
import { message } from "#messages/message.ts";
import { countBy, countTry } from "./count-attempts.ts";
import { assertNewPassword } from "./assert-new-password.ts";
import type { SignInRequest } from "./sign-in-request.ts";

/**
 * What signing in does around its verb, whoever asks: count the tries, take the slow hash outside the transaction. Each gives back
 * the session, which its caller puts into the browser. E-mail addresses come trimmed and in lower case (`EmailInput`).
 */

/** Signs a person in by password. Refuses with `wrong_credentials`, in the same time whether or not the address is known. */
export async function signInByPassword(
  request: SignInRequest,
  typed: { email: string; password: string },
): Promise<StartedSession> {
  const tries = await countTry(request, "sign_in", typed.email);
  const checked = await checkPassword(runtime().database.read, runtime().passwords, typed);
  if (!checked)
    throw new Refusal("wrong_credentials", { fields: { password: message("refusals.check_address_and_password") } });
  const { device } = request;
  return write(request, async (ctx) => {
    await clearAttempts(ctx, ...tries);
    return startSession(ctx, { checked, device });
  });
}

/**
 * Makes an account and signs it in. When somebody has the address, what was typed is tried as a sign-in; with a password that
 * does not open it, it is refused as one, in words that say why (see docs/decisions/same-answer-for-every-address.md).
 */
export async function signUpByPassword(
  request: SignInRequest,
  typed: { name: string; email: string; password: string },
): Promise<StartedSession> {
  const { database, passwords } = runtime();
  await countTry(request, "sign_up");
  await assertNewPassword(typed.password, typed);
  if (await isKnownEmail(database.read, typed.email)) return signInByPassword(request, typed).catch(asTaken);
  const passwordHash = await passwords.hash(typed.password);
  const { device } = request;
  const { name, email } = typed;
  return write(request, (ctx) => signUp(ctx, { name, email, passwordHash, device }));
}

/** Nobody who meant to make an account has a password that could be wrong. */
function asTaken(error: unknown): never {
  if (!isRefusal(error) || error.code !== "wrong_credentials") throw error;
  const words = message("refusals.address_has_account");
  throw new Refusal("wrong_credentials", { words, fields: { email: message("fields.address_has_account") } });
}

/** Mails a code or a link to an address, if somebody has it. The answer and its time are the same if nobody has. */
export async function mailCode(request: SignInRequest, asked: Omit<CodeRequest, "schoolSecret">): Promise<void> {
  const { passwords, secret } = runtime();
  await countTry(request, asked.purpose === "sign_in" ? "code" : "link", asked.email);
  // A verification that decides nothing: its tens of milliseconds hide the few that a known address costs more.
  await passwords.verify(await passwords.nobodysHash(), asked.email);
  await write(request, (ctx) => requestCode(ctx, { ...asked, schoolSecret: secret }));
}

export type SignedInByCode = { session: StartedSession; nextPath: string | null; passwordDropped: boolean };

/** Signs a person in by the six digits that were mailed to them. */
export async function signInByCode(
  request: SignInRequest,
  typed: { email: string; code: string },
): Promise<SignedInByCode> {
  const { secret } = runtime();
  const tries = await countTry(request, "guess", typed.email);
  const { device } = request;
  const answer = await write(request, async (ctx) => {
    const tried = await tryCode(ctx, { ...typed, schoolSecret: secret, device });
    if (tried.right) await clearAttempts(ctx, ...tries);
    return tried;
  });
  if (!answer.right) throw new Refusal(answer.why, { fields: { code: LOOK_AGAIN } });
  const { session, nextPath, passwordDropped } = answer;
  return { session, nextPath, passwordDropped };
}

/** Sets the password of whoever holds a mailed link, and signs them in. `about` is whose link it is, for the password's rules. */
export async function choosePassword(
  request: SignInRequest,
  chosen: { secret: string; password: string; about: { email: string; name: string } },
): Promise<{ session: StartedSession; nextPath: string | null }> {
  const { database, passwords } = runtime();
  // Whoever holds a link that works is let in, however many tries their neighbours have made.
  if (!(await findLink(database.read, chosen.secret, runtime().clock()))) await countTry(request, "sign_in");
  await assertNewPassword(chosen.password, chosen.about);
  const passwordHash = await passwords.hash(chosen.password);
  const { device } = request;
  const { secret } = chosen;
  return write(request, (ctx) => resetPassword(ctx, { secret, passwordHash, device }));
}

/** Accepts an invitation by its mailed link, with the name and password that its holder chooses, and signs them in. */
export async function acceptInvitationByLink(
  request: SignInRequest,
  chosen: { secret: string; name: string; password: string },
): Promise<StartedSession> {
  const { database, passwords } = runtime();
  const { secret, name, password } = chosen;
  const invitation = await findInvitation(database.read, secret, runtime().clock());
  if (!invitation) await countTry(request, "sign_in");
  if (!invitation) throw new Refusal("code_expired", { words: message("refusals.invitation_link_over") });
  await assertNewPassword(password, { email: invitation.email, name });
  const passwordHash = await passwords.hash(password);
  const { device } = request;
  return write(request, (ctx) => acceptInvitation(ctx, { secret, name, passwordHash, device }));
}

/**
 * Whoever is signed in, as of having shown just now who they are, once the password that they typed along goes with their account.
 * Undefined when nothing was typed or it was not asked for: then what asks for a recent sign-in (`requireRecentSignIn`) decides.
 * Refuses a wrong password beside the field `confirmPassword`.
 */
export async function confirmIdentity(request: SignInRequest, typed: string): Promise<Viewer | undefined> {
  const { viewer } = request;
  const now = runtime().clock();
  if (!viewer || typed === "" || isRecentSignIn(viewer.signedInAt, now)) return undefined;
  await countBy(request, [getAccountCounter("sign_in", viewer.email)]);
  const passwordHash = await checkedHash(request, typed, "confirmPassword");
  if (passwordHash === null) return undefined;
  const { userId, sessionId } = viewer;
  await write(request, (ctx) => confirmSession(ctx, { userId, sessionId, passwordHash }));
  return { ...viewer, signedInAt: now };
}

/**
 * Changes the password of whoever asks, and keeps them signed in here. Refuses a wrong current one, and the same
 * once more; somebody who has none must have signed in a moment ago instead.
 */
export async function replacePassword(
  request: SignInRequest,
  typed: { currentPassword: string; newPassword: string },
): Promise<StartedSession> {
  const { viewer } = request;
  if (!viewer) throw new Refusal("not_signed_in");
  const { database, passwords, rules } = runtime();
  const { userId, sessionId, email, name } = viewer;
  await countBy(request, [getAccountCounter("sign_in", email)]);
  const currentHash = await checkedHash(request, typed.currentPassword, "currentPassword");
  if (currentHash !== null) assertOtherPassword(typed.currentPassword, typed.newPassword, "newPassword");
  const { name: schoolName } = await getSchoolSettings(database.read);
  await assertStrongPassword(typed.newPassword, { email, name, schoolName }, rules, "newPassword");
  const newHash = await passwords.hash(typed.newPassword);
  const { device } = request;
  return write(request, (ctx) => changePassword(ctx, { userId, sessionId, currentHash, newHash, device }));
}

/**
 * Mails a link to the address that is to take the place of the present one. What is asked is the password or, of somebody who
 * has none, digits that were mailed to the present address. A taken address gets the same answer as a free one.
 */
export async function requestNewAddress(
  request: SignInRequest,
  typed: { newEmail: string; password: string; code: string },
): Promise<void> {
  const { viewer } = request;
  if (!viewer) throw new Refusal("not_signed_in");
  const { secret: schoolSecret } = runtime();
  const { newEmail, password, code } = typed;
  const { userId, email } = viewer;
  if (newEmail === email) {
    throw new Refusal("invalid_input", { fields: { newEmail: message("fields.own_address_already") } });
  }
  await countBy(request, [getAccountCounter("sign_in", email)]);
  await countTry(request, "link", newEmail);
  const passwordHash = await checkedHash(request, password, "password");
  const proof = passwordHash === null ? { code, schoolSecret } : { passwordHash };
  const answer = await write(request, (ctx) => requestEmailChange(ctx, { userId, newEmail, proof }));
  if (!answer.asked) throw new Refusal(answer.why, { fields: { code: LOOK_AGAIN } });
}

/** Follows the link to a new address, and keeps its person signed in here. */
export async function confirmNewAddressByLink(request: SignInRequest, secret: string): Promise<StartedSession> {
  const { device } = request;
  return write(request, (ctx) => confirmEmailChange(ctx, { secret, device }));
}

const LOOK_AGAIN = message("fields.look_at_latest_mail");

/** The hash of the sender's password, once what they typed goes with it; null when they have none. Refuses a wrong one beside `field`. */
async function checkedHash(request: SignInRequest, typed: string, field: string): Promise<string | null> {
  const kept = await getMyPasswordHash(reading(request.actor));
  if (kept !== null && !(await runtime().passwords.verify(kept, typed))) {
    const words = message("fields.wrong_current_password");
    throw new Refusal("wrong_credentials", { words, fields: { [field]: words } });
  }
  return kept;
}

/** Gives whoever is signed in another session in place of the one that asked for it; undefined when nobody is. */
export async function replaceSession(request: SignInRequest): Promise<StartedSession | undefined> {
  const { viewer, device } = request;
  const { replaces } = device;
  if (!viewer || replaces === undefined) return undefined;
  return write(request, (ctx) => rotateSession(ctx, { userId: viewer.userId, device: { ...device, replaces } }));
}

/** Signs a person in by an account elsewhere, once its provider has said whose it is. */
export async function signInByIdentity(request: SignInRequest, identity: Identity): Promise<StartedSession> {
  const { address, device } = request;
  const { key, bounds } = getAddressCounter("sign_in", address, runtime().rules);
  await limit(request, key, bounds);
  return write(request, (ctx) => linkIdentity(ctx, { identity, device }));
}
