import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "#db/schema/index.ts";
import { DAY_MS, addMs } from "../kernel/clock.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId, createSecret } from "../kernel/ids.ts";
import { hashToken } from "./sessions.ts";

/** How long a sign-in lasts, however often it is used. */
export const SESSION_DAYS = 30;

/** The browser that signs in. `replaces` is the token that it held until now, whose session ends with the new one. */
export type Device = { agent: string; address: string; replaces?: string };

/** A fresh sign-in. The token is nowhere else: it goes into the browser, and its hash into the row. */
export type StartedSession = { sessionId: string; userId: string; token: string; expiresAt: Date };

/** Opens a session for a person who has proved to be that person. */
export async function createSession(ctx: StepCtx, userId: string, device: Device): Promise<StartedSession> {
  if (device.replaces !== undefined) {
    await ctx.tx
      .update(sessions)
      .set({ revokedAt: ctx.now })
      .where(and(eq(sessions.tokenHash, hashToken(device.replaces)), isNull(sessions.revokedAt)));
  }
  const token = createSecret();
  const started = { sessionId: createId("session"), userId, token, expiresAt: addMs(ctx.now, SESSION_DAYS * DAY_MS) };
  await ctx.tx.insert(sessions).values({
    id: started.sessionId,
    tokenHash: hashToken(token),
    userId,
    agent: device.agent.slice(0, 300),
    address: device.address.slice(0, 64),
    createdAt: ctx.now,
    lastSeenAt: ctx.now,
    expiresAt: started.expiresAt,
  });
  return started;
}
