import { eq } from "drizzle-orm";
import { announcements } from "#db/schema/index.ts";
import type { AnnouncementAudience } from "#db/enums.ts";
import type { Reader, Tx } from "#db/types.ts";
import { loadCohort, loadCourse } from "../courses/load-course.ts";
import type { Actor } from "../kernel/actor.ts";
import { Refusal } from "../kernel/refusal.ts";
import { isAllowed } from "../policy.ts";
import type { Announcement } from "./machine.ts";

/** An announcement, and who teaches its course, as the policy wants to know them. */
export type LoadedAnnouncement = { announcement: Announcement; teacherIds: string[] };

/** An announcement with who may see it. One that there is not is nobody's, and then there is no announcement. */
export async function findAnnouncement(
  from: Reader | Tx,
  id: string,
): Promise<LoadedAnnouncement | { announcement: undefined; teacherIds: string[] }> {
  const [announcement] = await from.select().from(announcements).where(eq(announcements.id, id));
  if (!announcement) return { announcement: undefined, teacherIds: [] };
  return { announcement, teacherIds: (await loadCourse(from, announcement.courseId)).teacherIds };
}

export function requireAnnouncement(announcement: Announcement | undefined): Announcement {
  if (!announcement) throw new Refusal("not_found");
  return announcement;
}

/**
 * Refuses a cohort of another course (`not_found`), and to choose by who has paid where the actor may see no orders
 * (`forbidden`): who teaches a course sees nothing of money.
 */
export async function assertAudience(
  ctx: { tx: Tx; actor: Actor },
  courseId: string,
  { cohortId, audience }: { cohortId: string | null; audience: AnnouncementAudience },
): Promise<void> {
  if (audience === "not_paid" && !isAllowed(ctx.actor, "order.list")) throw new Refusal("forbidden");
  if (cohortId !== null && (await loadCohort(ctx.tx, cohortId)).courseId !== courseId) throw new Refusal("not_found");
}
