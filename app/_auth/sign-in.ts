import type { CodeRequest } from "#domain/accounts/request-code.ts";
import type { StartedSession } from "#domain/accounts/create-session.ts";
import { toActor, findViewer, type Viewer } from "#domain/accounts/sessions.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { reading, runtime, write } from "#runtime";
import {
  acceptInvitationByLink,
  choosePassword,
  confirmIdentity,
  confirmNewAddressByLink,
  mailCode,
  replacePassword,
  replaceSession,
  requestNewAddress,
  signInByCode,
  signInByPassword,
  signUpByPassword,
} from "#services/sign-in/sign-in.ts";
import type { SignInRequest } from "#services/sign-in/sign-in-request.ts";
import type { Command } from "../_forms/action.ts";
import { storeLanguageCookie } from "#app/_http/store-language-cookie.ts";
import { storeKnownDevice, knownDevices } from "./known-devices-cookie.ts";
import { getSessionToken, setSessionCookie } from "./session-cookie.ts";

/**
 * The services of services/sign-in/ for forms: each puts the session into the browser and gives back the command continued as that
 * person, so that one form can sign up and enrol.
 */

/** The same command, continued as the person who has just signed in. */
export type SignedIn = Command & { viewer: Viewer; userId: string };

export async function submitSignIn(command: Command, typed: { email: string; password: string }): Promise<SignedIn> {
  return continueAs(command, await signInByPassword(await requestOf(command), typed));
}

export async function submitSignUp(
  command: Command,
  typed: { name: string; email: string; password: string },
): Promise<SignedIn> {
  return continueAs(command, await signUpByPassword(await requestOf(command), typed));
}

export async function submitCodeRequest(command: Command, asked: Omit<CodeRequest, "schoolSecret">): Promise<void> {
  await mailCode(await requestOf(command), asked);
}

export async function submitCodeSignIn(
  command: Command,
  typed: { email: string; code: string },
): Promise<{ command: SignedIn; nextPath: string | null; passwordDropped: boolean }> {
  const { session, ...rest } = await signInByCode(await requestOf(command), typed);
  return { command: await continueAs(command, session), ...rest };
}

export async function submitNewPassword(
  command: Command,
  chosen: { secret: string; password: string; about: { email: string; name: string } },
): Promise<{ command: SignedIn; nextPath: string | null }> {
  const { session, nextPath } = await choosePassword(await requestOf(command), chosen);
  return { command: await continueAs(command, session), nextPath };
}

export async function submitInvitation(
  command: Command,
  chosen: { secret: string; name: string; password: string },
): Promise<SignedIn> {
  return continueAs(command, await acceptInvitationByLink(await requestOf(command), chosen));
}

/** The same command, as of somebody who has just shown who they are, if the password typed along says so. */
export async function requirePassword(command: Command, typed: string): Promise<Command> {
  const confirmed = await confirmIdentity(await requestOf(command), typed);
  return confirmed ? asViewer(command, confirmed) : command;
}

export async function submitPasswordChange(
  command: Command,
  typed: { currentPassword: string; newPassword: string },
): Promise<SignedIn> {
  return continueAs(command, await replacePassword(await requestOf(command), typed));
}

export async function submitEmailChange(
  command: Command,
  typed: { newEmail: string; password: string; code: string },
): Promise<void> {
  await requestNewAddress(await requestOf(command), typed);
}

export async function submitEmailConfirmation(command: Command, secret: string): Promise<SignedIn> {
  return continueAs(command, await confirmNewAddressByLink(await requestOf(command), secret));
}

export async function rotateCurrentSession(command: Command): Promise<void> {
  const session = await replaceSession(await requestOf(command));
  if (session) await continueAs(command, session);
}

/** Where a person lands who was not on the way anywhere: staff in the office, students with their courses. */
export function getLandingPath(command: Command): string {
  return isStaff(command.actor) ? "/admin" : "/learning";
}

/** What a sign-in knows of the browser that sends this command. */
async function requestOf({ actor, requestId, viewer, address, agent }: Command): Promise<SignInRequest> {
  const device = { agent, address, replaces: await getSessionToken() };
  return { actor, requestId, viewer, address, device, knownDevices: await knownDevices() };
}

/** The same command, of another viewer. */
function asViewer(command: Command, viewer: Viewer): Command {
  const actor = toActor(viewer);
  const as = { actor, requestId: command.requestId };
  return { ...command, viewer, actor, read: reading(actor), write: (verb, options) => write(as, verb, options) };
}

/** Puts a session into the browser and continues the command as its person. */
async function continueAs(command: Command, session: StartedSession): Promise<SignedIn> {
  const { database, clock, rules } = runtime();
  await setSessionCookie(session.token, session.expiresAt);
  const viewer = await findViewer(database.read, session.token, clock(), rules);
  if (!viewer) throw new Refusal("not_signed_in");
  if (viewer.language !== null) await storeLanguageCookie(viewer.language);
  await storeKnownDevice(viewer.email);
  return { ...asViewer(command, viewer), userId: viewer.userId, viewer };
}
