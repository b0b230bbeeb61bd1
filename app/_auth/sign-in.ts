import { acceptInvitation } from "#domain/accounts/accept-invitation.ts";
import { askNewAddress } from "#domain/accounts/ask-new-address.ts";
import { changePassword } from "#domain/accounts/change-password.ts";
import { checkPassword, isKnownAddress } from "#domain/accounts/check-password.ts";
import { confirmSession } from "#domain/accounts/confirm-session.ts";
import { confirmNewAddress } from "#domain/accounts/confirm-new-address.ts";
import { requireAnotherPassword, requireGoodPassword } from "#domain/accounts/good-password.ts";
import { findInvitation } from "#domain/accounts/invite.ts";
import { findLink } from "#domain/accounts/find-link.ts";
import { accountLimit, forgetTries } from "#domain/accounts/limits.ts";
import { myPasswordHash } from "#domain/accounts/my-account.ts";
import type { Device, StartedSession } from "#domain/accounts/open-session.ts";
import { isRecentSignIn } from "#domain/accounts/recent-sign-in.ts";
import { type CodeRequest, requestCode } from "#domain/accounts/request-code.ts";
import { resetPassword } from "#domain/accounts/reset-password.ts";
import { rotateSession } from "#domain/accounts/rotate-session.ts";
import { actorOf, findViewer, type Viewer } from "#domain/accounts/sessions.ts";
import { signUp } from "#domain/accounts/sign-up.ts";
import { startSession } from "#domain/accounts/start-session.ts";
import { useCode as tryCode } from "#domain/accounts/use-code.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import { reading, runtime, write } from "#runtime";
import type { Command } from "../_forms/action.ts";
import { countBy, countTry, knowDevice } from "../_forms/count-attempts.ts";
import { sessionToken, setSessionCookie } from "./session-cookie.ts";

/**
 * What a form that signs somebody in does around the verb: count the tries, take the slow hash outside the transaction, put
 * the session into the browser. Each gives back the command continued as that person, so that one form can sign up and
 * enrol. E-mail addresses come trimmed and in lower case (`EmailInput`).
 */

/** The same command, continued as the person who has just signed in. */
export type SignedIn = Command & { viewer: Viewer; userId: string };

/** Signs a person in by password. Refuses with `wrong_credentials`, in the same time whether or not the address is known. */
export async function signInHere(command: Command, typed: { email: string; password: string }): Promise<SignedIn> {
  const tries = await countTry(command, "sign_in", typed.email);
  const checked = await checkPassword(runtime().database.read, runtime().passwords, typed);
  if (!checked) throw new Refusal("wrong_credentials", { fields: { password: "Check the address and the password." } });
  const device = await deviceOf(command);
  const session = await command.write(async (ctx) => {
    await forgetTries(ctx, ...tries);
    return startSession(ctx, { checked, device });
  });
  return continueAs(command, session);
}

/**
 * Makes an account and signs it in. When somebody has the address, what was typed is tried as a sign-in; with a password that
 * does not open it, it is refused as one, in words that say why (see docs/decisions/same-answer-for-every-address.md).
 */
export async function signUpHere(
  command: Command,
  typed: { name: string; email: string; password: string },
): Promise<SignedIn> {
  const { database, passwords, rules } = runtime();
  await countTry(command, "sign_up");
  const { name: schoolName } = await schoolSettings(database.read);
  await requireGoodPassword(typed.password, { ...typed, schoolName }, rules);
  if (await isKnownAddress(database.read, typed.email)) return signInHere(command, typed).catch(asTaken);
  const passwordHash = await passwords.hash(typed.password);
  const device = await deviceOf(command);
  const { name, email } = typed;
  return continueAs(command, await command.write((ctx) => signUp(ctx, { name, email, passwordHash, device })));
}

/** Nobody who meant to make an account has a password that could be wrong. */
function asTaken(error: unknown): never {
  if (!isRefusal(error) || error.code !== "wrong_credentials") throw error;
  const words = "This address has an account already. Sign in to it, or choose a new password.";
  throw new Refusal("wrong_credentials", { words, fields: { email: "This address has an account already." } });
}

/** Mails a code or a link to an address, if somebody has it. The answer and its time are the same if nobody has. */
export async function requestCodeHere(command: Command, asked: Omit<CodeRequest, "schoolSecret">): Promise<void> {
  const { passwords, secret } = runtime();
  await countTry(command, asked.purpose === "sign_in" ? "code" : "link", asked.email);
  // A verification that decides nothing: its tens of milliseconds hide the few that a known address costs more.
  await passwords.verify(await passwords.nobodysHash(), asked.email);
  await command.write((ctx) => requestCode(ctx, { ...asked, schoolSecret: secret }));
}

export type SignedInByCode = { command: SignedIn; nextPath: string | null; passwordDropped: boolean };

/** Signs a person in by the six digits that were mailed to them. */
export async function signInByCodeHere(
  command: Command,
  typed: { email: string; code: string },
): Promise<SignedInByCode> {
  const { secret } = runtime();
  const tries = await countTry(command, "guess", typed.email);
  const device = await deviceOf(command);
  const answer = await command.write(async (ctx) => {
    const tried = await tryCode(ctx, { ...typed, schoolSecret: secret, device });
    if (tried.right) await forgetTries(ctx, ...tries);
    return tried;
  });
  if (!answer.right) throw new Refusal(answer.why, { fields: { code: LOOK_AGAIN } });
  const { session, nextPath, passwordDropped } = answer;
  return { command: await continueAs(command, session), nextPath, passwordDropped };
}

/** Sets the password of whoever holds a mailed link, and signs them in. `about` is whose link it is, for the password's rules. */
export async function choosePasswordHere(
  command: Command,
  chosen: { secret: string; password: string; about: { email: string; name: string } },
): Promise<{ command: SignedIn; nextPath: string | null }> {
  const { database, passwords, rules } = runtime();
  // Whoever holds a link that works is let in, however many tries their neighbours have made.
  if (!(await findLink(database.read, chosen.secret, command.read.now))) await countTry(command, "sign_in");
  const { name: schoolName } = await schoolSettings(database.read);
  await requireGoodPassword(chosen.password, { ...chosen.about, schoolName }, rules);
  const passwordHash = await passwords.hash(chosen.password);
  const device = await deviceOf(command);
  const { secret } = chosen;
  const done = await command.write((ctx) => resetPassword(ctx, { secret, passwordHash, device }));
  return { command: await continueAs(command, done.session), nextPath: done.nextPath };
}

/** Accepts an invitation by its mailed link, with the name and password that its holder chooses, and signs them in. */
export async function acceptInvitationHere(
  command: Command,
  chosen: { secret: string; name: string; password: string },
): Promise<SignedIn> {
  const { database, passwords, rules } = runtime();
  const { secret, name, password } = chosen;
  const invitation = await findInvitation(database.read, secret, command.read.now);
  if (!invitation) await countTry(command, "sign_in");
  if (!invitation)
    throw new Refusal("code_expired", { words: "This link no longer works. Ask the school for a new one." });
  const { name: schoolName } = await schoolSettings(database.read);
  await requireGoodPassword(password, { email: invitation.email, name, schoolName }, rules);
  const passwordHash = await passwords.hash(password);
  const device = await deviceOf(command);
  return continueAs(
    command,
    await command.write((ctx) => acceptInvitation(ctx, { secret, name, passwordHash, device })),
  );
}

/**
 * The same command, as of somebody who has just shown who they are, once the password that they typed along goes with their
 * account. Without one it stays as it is, and what asks for a recent sign-in (`requireRecentSignIn`) decides. Refuses a wrong
 * one beside the field `confirmPassword`.
 */
export async function confirmHere(command: Command, typed: string): Promise<Command> {
  const { viewer } = command;
  if (!viewer || typed === "" || isRecentSignIn(viewer.signedInAt, command.read.now)) return command;
  await countBy(command, [accountLimit("sign_in", viewer.email)]);
  const passwordHash = await checkedHash(command, typed, "confirmPassword");
  if (passwordHash === null) return command;
  const { userId, sessionId } = viewer;
  await command.write((ctx) => confirmSession(ctx, { userId, sessionId, passwordHash }));
  const confirmed = { ...viewer, signedInAt: command.read.now };
  const actor = actorOf(confirmed);
  const as = { actor, requestId: command.requestId };
  return { ...command, viewer: confirmed, actor, read: reading(actor), write: (verb) => write(as, verb) };
}

/**
 * Changes the password of whoever sends the command, and keeps them signed in here. Refuses a wrong current one, and the same
 * once more; somebody who has none must have signed in a moment ago instead.
 */
export async function changePasswordHere(
  command: Command,
  typed: { currentPassword: string; newPassword: string },
): Promise<SignedIn> {
  const { viewer } = command;
  if (!viewer) throw new Refusal("not_signed_in");
  const { database, passwords, rules } = runtime();
  const { userId, sessionId, email, name } = viewer;
  await countBy(command, [accountLimit("sign_in", email)]);
  const currentHash = await checkedHash(command, typed.currentPassword, "currentPassword");
  if (currentHash !== null) requireAnotherPassword(typed.currentPassword, typed.newPassword, "newPassword");
  const { name: schoolName } = await schoolSettings(database.read);
  await requireGoodPassword(typed.newPassword, { email, name, schoolName }, rules, "newPassword");
  const newHash = await passwords.hash(typed.newPassword);
  const device = await deviceOf(command);
  const session = await command.write((ctx) =>
    changePassword(ctx, { userId, sessionId, currentHash, newHash, device }),
  );
  return continueAs(command, session);
}

/**
 * Mails a link to the address that is to take the place of the present one. What is asked is the password or, of somebody who
 * has none, digits that were mailed to the present address. A taken address gets the same answer as a free one.
 */
export async function askNewAddressHere(
  command: Command,
  typed: { newEmail: string; password: string; code: string },
): Promise<void> {
  const { viewer } = command;
  if (!viewer) throw new Refusal("not_signed_in");
  const { secret: schoolSecret } = runtime();
  const { newEmail, password, code } = typed;
  const { userId, email } = viewer;
  if (newEmail === email) {
    throw new Refusal("invalid_input", { fields: { newEmail: "That is your address already." } });
  }
  await countBy(command, [accountLimit("sign_in", email)]);
  await countTry(command, "link", newEmail);
  const passwordHash = await checkedHash(command, password, "password");
  const proof = passwordHash === null ? { code, schoolSecret } : { passwordHash };
  const answer = await command.write((ctx) => askNewAddress(ctx, { userId, newEmail, proof }));
  if (!answer.asked) throw new Refusal(answer.why, { fields: { code: LOOK_AGAIN } });
}

/** Follows the link to a new address, and keeps its person signed in here. */
export async function confirmNewAddressHere(command: Command, secret: string): Promise<SignedIn> {
  const device = await deviceOf(command);
  return continueAs(command, await command.write((ctx) => confirmNewAddress(ctx, { secret, device })));
}

const LOOK_AGAIN = "Look at the latest mail, or ask for a new code.";

/** The hash of the sender's password, once what they typed goes with it; null when they have none. Refuses a wrong one beside `field`. */
async function checkedHash(command: Command, typed: string, field: string): Promise<string | null> {
  const kept = await myPasswordHash(command.read);
  if (kept !== null && !(await runtime().passwords.verify(kept, typed))) {
    const words = "That is not your current password.";
    throw new Refusal("wrong_credentials", { words, fields: { [field]: words } });
  }
  return kept;
}

/** Gives whoever sends the command another session in place of the one that sent it. */
export async function rotateSessionHere(command: Command): Promise<void> {
  const { viewer } = command;
  const device = await deviceOf(command);
  const { replaces } = device;
  if (!viewer || replaces === undefined) return;
  await continueAs(
    command,
    await command.write((ctx) => rotateSession(ctx, { userId: viewer.userId, device: { ...device, replaces } })),
  );
}

/** Where a person lands who was not on the way anywhere: staff in the office, students with their courses. */
export function landingPath(command: Command): string {
  return isStaff(command.actor) ? "/admin" : "/learning";
}

/** The browser that sends this command. Its present session ends when another takes its place. */
async function deviceOf(command: Command): Promise<Device> {
  return { agent: command.agent, address: command.address, replaces: await sessionToken() };
}

/** Puts a session into the browser and continues the command as its person. */
async function continueAs(command: Command, session: StartedSession): Promise<SignedIn> {
  const { database, clock, rules } = runtime();
  await setSessionCookie(session.token, session.expiresAt);
  const viewer = await findViewer(database.read, session.token, clock(), rules);
  if (!viewer) throw new Refusal("not_signed_in");
  await knowDevice(viewer.email);
  const actor = actorOf(viewer);
  const as = { actor, requestId: command.requestId };
  return { ...command, userId: viewer.userId, viewer, actor, read: reading(actor), write: (verb) => write(as, verb) };
}
