import { and, asc, eq } from "drizzle-orm";
import { applications } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { transition } from "../kernel/transitions.ts";
import { applicationMachine } from "./machine.ts";
import { notifyOfApplication } from "./notify-of-application.ts";

/** As many as one write ends; nobody can be approved into a cohort that is cancelled, and the office sees those that are left. */
const ENDED_AT_ONCE = 300;

/** Declines who applied for a cohort that will not take place, with the reason, and tells each by mail. Says how many. */
export async function endApplications(ctx: StepCtx, cohortId: string, why: string): Promise<number> {
  const open = await ctx.tx
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.cohortId, cohortId), eq(applications.state, "applied")))
    .orderBy(asc(applications.appliedAt), asc(applications.id))
    .limit(ENDED_AT_ONCE);
  for (const { id } of open) {
    const declined = await transition(ctx, applicationMachine, id, "declined", {
      set: { reply: why, decidedAt: ctx.now, decidedBy: getActorId(ctx.actor) },
      why: "cohort cancelled",
    });
    await notifyOfApplication(ctx, declined, "application_declined");
  }
  return open.length;
}
