import { cookies } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { after } from "next/server";
import { cache } from "react";
import { showRequestStatements } from "#db/request-statements.ts";
import { isStale, recordSessionUse } from "#domain/accounts/last-use.ts";
import { toActor, findViewer, type Viewer } from "#domain/accounts/sessions.ts";
import { type Actor, isStaff, createSystemActor } from "#domain/kernel/actor.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { type Action, isAllowed, type Resource } from "#domain/policy.ts";
import { setAccountLanguage } from "#messages/request-language.ts";
import { log } from "#providers/log.ts";
import { recordSecurityEvent } from "#ops/security/events.ts";
import { BESIDE_ALL, reading, runtime, write } from "#runtime";
import { rememberSessionLanguage } from "../_http/session-languages.ts";
import { getSessionCookieName } from "../_http/session-cookie-name.ts";
import { getRequestFacts } from "../_http/request.ts";

/** The person who is signed in, looked up once a request. */
export const getViewer = cache(async (): Promise<Viewer | undefined> => {
  const token = (await cookies()).get(getSessionCookieName())?.value;
  if (!token) return undefined;
  const { database, clock, rules } = runtime();
  const now = clock();
  const who = await findViewer(database.read, token, now, rules);
  setAccountLanguage(who?.language);
  rememberSessionLanguage(token, who?.language);
  if (isStaff(toActor(who))) showRequestStatements();
  if (who && isStale(who.lastSeenAt, now)) after(() => recordUse(who.sessionId));
  return who;
});

/** Written after the answer has left, and lost without harm. */
async function recordUse(sessionId: string): Promise<void> {
  try {
    await write({ actor: createSystemActor("sessions") }, (ctx) => recordSessionUse(ctx, sessionId), {
      durable: false,
      beside: BESIDE_ALL,
    });
  } catch (error) {
    log().warn({ err: error }, "the last use of a session could not be recorded");
  }
}

export async function getCurrentActor(): Promise<Actor> {
  return toActor(await getViewer());
}

/** What a page's queries get. */
export async function getPageReadCtx(): Promise<ReadCtx> {
  return reading(await getCurrentActor());
}

/** For pages behind sign-in: sends a visitor to sign in, and back to `here` afterwards. */
export async function requireViewer(here: string): Promise<Viewer> {
  const who = await getViewer();
  if (!who) redirect(`/sign-in?next=${encodeURIComponent(here)}`);
  return who;
}

/** For staff pages: a visitor signs in first; anyone whom the policy does not let through finds nothing here. */
export async function requirePermission(action: Action, here: string, resource: Resource = {}): Promise<Viewer> {
  const who = await requireViewer(here);
  const actor = toActor(who);
  if (!isStaff(actor) || !isAllowed(actor, action, resource)) {
    const { requestId, address } = await getRequestFacts();
    recordSecurityEvent({ kind: "operation_denied", address, actor, requestId, reason: action });
    notFound();
  }
  return who;
}
