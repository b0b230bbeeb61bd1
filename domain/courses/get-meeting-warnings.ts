import { and, asc, eq, inArray, or } from "drizzle-orm";
import { cohorts, meetings } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { TxCtx } from "../kernel/command.ts";
import { listMeetingWarnings } from "./list-meeting-warnings.ts";

/** What speaks against the days of all meetings of cohorts, by the key of each at its source, or its id here. */
export async function getMeetingWarnings(
  ctx: TxCtx,
  { source, keys }: { source: string; keys: readonly string[] },
): Promise<Map<string, Message[]>> {
  const dated = await ctx.tx
    .select({ cohort: cohorts, startsAt: meetings.startsAt, endsAt: meetings.endsAt })
    .from(meetings)
    .innerJoin(cohorts, eq(cohorts.id, meetings.cohortId))
    .where(or(inArray(cohorts.id, [...keys]), and(eq(cohorts.source, source), inArray(cohorts.externalKey, [...keys]))))
    .orderBy(asc(meetings.startsAt), asc(meetings.id));
  const warnings = new Map<string, Message[]>();
  for (const { cohort, ...meeting } of dated) {
    for (const key of [cohort.id, cohort.externalKey ?? cohort.id].filter(
      (each, at, all) => all.indexOf(each) === at,
    )) {
      warnings.set(key, [...(warnings.get(key) ?? []), ...listMeetingWarnings(cohort, meeting)]);
    }
  }
  return warnings;
}
