import { and, eq, inArray } from "drizzle-orm";
import { enrolments, grants, materials } from "#db/schema/index.ts";
import { isLiveGrant } from "#domain/access/get-access.ts";
import { recordOpening } from "#domain/access/record-opening.ts";
import { markMaterialDone } from "#domain/learning/mark-material-done.ts";
import { countOpenings } from "#domain/usage/count-openings.ts";
import { createRandom, type Random } from "./random.ts";
import { type Simulation, systemActor } from "./simulation.ts";

/** How far back anybody is known to have opened something. */
const DAYS = 75;
/** Of those who may open a course, how many come on an evening. */
const SHARE = 0.22;

/** Students come in the evening and open what they have: some often, some never. */
export function scheduleOpenings(simulation: Simulation): void {
  // Its own, so that the rest of the story stays as it is.
  const random = createRandom(75);
  for (let daysAgo = DAYS; daysAgo > 0; daysAgo--) {
    simulation.at(simulation.day(-daysAgo, "20:40"), () => openSome(simulation, random));
  }
}

async function openSome(simulation: Simulation, random: Random): Promise<void> {
  const { read } = simulation;
  const open = await read
    .select({ id: grants.id, studentId: grants.studentId, courseId: grants.courseId })
    .from(grants)
    .leftJoin(enrolments, eq(enrolments.id, grants.enrolmentId))
    .where(and(isLiveGrant(simulation.now()), eq(grants.why, "enrolment")))
    .orderBy(grants.createdAt, grants.studentId, grants.courseId);
  // Every fifth never opens anything.
  const coming = open.filter((_, place) => place % 5 !== 0 && random.between(0, 1) < SHARE);
  const courseIds = [...new Set(coming.map(({ courseId }) => courseId))];
  const things = await read
    .select({ id: materials.id, courseId: materials.courseId })
    .from(materials)
    .where(inArray(materials.courseId, courseIds))
    .orderBy(materials.courseId, materials.position, materials.id);
  for (const { studentId, courseId } of coming) {
    const own = things.filter((thing) => thing.courseId === courseId);
    // What comes first is opened most.
    const opened = own.slice(0, random.whole(0, Math.min(own.length, 4) + 1));
    await simulation.act({ type: "user", id: studentId, roles: ["student"] }, async (ctx) => {
      await recordOpening(ctx, { courseId });
      for (const { id } of opened) await recordOpening(ctx, { courseId, materialId: id });
      // Whoever goes on to the next one has done the one before.
      for (const { id } of opened.slice(0, -1)) await markMaterialDone(ctx, { materialId: id });
    });
  }
}

/** Counts them, as the job would. */
export async function countAllOpenings(simulation: Simulation): Promise<void> {
  while ((await simulation.act(systemActor, countOpenings)) > 0);
}
