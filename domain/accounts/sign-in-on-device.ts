import { desc, eq } from "drizzle-orm";
import { sessions } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { describeDevice } from "./describe-device.ts";
import { type Device, createSession, type StartedSession } from "./create-session.ts";
import { notifyPerson } from "./notify-person.ts";

/** How many of a person's latest sign-ins are compared with a new one. */
const COMPARED_MAX = 200;

/**
 * Opens a session for a person who has come in by password, code or another account, and tells them by mail when they never came
 * from such a device: another browser, or another system. Its versions change every month and mean nothing. The first sign-in
 * of all is not told: there is nothing to compare it with.
 */
export async function signInOnDevice(ctx: StepCtx, userId: string, device: Device): Promise<StartedSession> {
  const before = await ctx.tx
    .select({ agent: sessions.agent })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.createdAt))
    .limit(COMPARED_MAX);
  const session = await createSession(ctx, userId, device);
  if (before.length > 0 && !before.some(({ agent }) => isSameKind(agent, device.agent))) {
    const { agent, address } = device;
    await notifyPerson(ctx, userId, { event: "new_device", device: describeDevice(agent), address });
  }
  return session;
}

/** Of two devices, whether their owner would call both the same. */
const isSameKind = (one: string, other: string) =>
  JSON.stringify(describeDevice(one)) === JSON.stringify(describeDevice(other));
