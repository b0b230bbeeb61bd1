import { and, eq, exists, inArray, sql, type SQLWrapper } from "drizzle-orm";
import { courseStaff, userRoles } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { Role } from "#db/enums.ts";
import type { Actor } from "../kernel/actor.ts";

/** The roles under which somebody who is named as a course's teacher teaches it. */
const TEACHING_ROLES: Role[] = ["instructor", "admin", "owner"];

/** Whether an actor has a role to teach under. */
export const canTeach = (actor: Actor): boolean =>
  actor.type === "user" && actor.roles.some((role) => TEACHING_ROLES.includes(role));

/** SQL: the row of `courseStaff` is of somebody who still has a role to teach under. */
export function isTeachingNow(read: Reader) {
  const live = read
    .select({ one: sql`1` })
    .from(userRoles)
    .where(and(eq(userRoles.userId, courseStaff.userId), inArray(userRoles.role, TEACHING_ROLES)));
  return exists(live);
}

/**
 * SQL: the courses that a person teaches now. That the course names them is not enough, because their name stays there when
 * their role ends; every check of "teaches it" that the policy does not make itself goes through here.
 * `userId` is a person's, or the parameter of a prepared query.
 */
export function selectTaughtCourses(read: Reader, userId: string | SQLWrapper) {
  return read
    .select({ id: courseStaff.courseId })
    .from(courseStaff)
    .where(and(eq(courseStaff.userId, userId), isTeachingNow(read)));
}
