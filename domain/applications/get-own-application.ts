import { and, desc, eq } from "drizzle-orm";
import { applications } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { Application } from "./machine.ts";

/** The last application of the actor for a place in a cohort; undefined where they never applied, and for a visitor. */
export async function getOwnApplication(ctx: ReadCtx, cohortId: string): Promise<Application | undefined> {
  if (ctx.actor.type !== "user") return undefined;
  const [own] = await ctx.read
    .select()
    .from(applications)
    .where(and(eq(applications.cohortId, cohortId), eq(applications.studentId, ctx.actor.id)))
    .orderBy(desc(applications.appliedAt), desc(applications.id))
    .limit(1);
  return own;
}
