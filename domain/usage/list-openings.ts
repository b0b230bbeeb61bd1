import { eq } from "drizzle-orm";
import { accessEvents, courses, materials, users } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import type { CursorInput, Listed } from "../kernel/lists/cursor.ts";
import { defineList, type List, type RowOf } from "../kernel/lists/define-list.ts";
import { defineView } from "../kernel/lists/define-view.ts";
import { createIdFilter } from "../kernel/lists/filters.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";

/** What somebody opened and when: the course itself where there is no material, or one that was taken out since. */
export type Opening = RowOf<typeof openingList>;

const openingList = defineList({
  table: accessEvents,
  reach: () => undefined,
  view: defineView({
    fields: () => ({
      id: accessEvents.id,
      at: accessEvents.at,
      courseId: courses.id,
      materialId: accessEvents.materialId,
      courseTitle: courses.title,
      courseLanguage: courses.language,
      materialTitle: materials.title,
    }),
    from: (select) =>
      select
        .from(accessEvents)
        .innerJoin(courses, eq(courses.id, accessEvents.courseId))
        .leftJoin(materials, eq(materials.id, accessEvents.materialId)),
    show: (opening) => opening,
  }),
  key: "id",
  cursor: { sort: "at", ids: "accessEvent" },
  sorts: { at: { by: ["at"] } },
  filters: { studentId: createIdFilter("user", (id) => eq(accessEvents.studentId, id)) },
  endsAtLast: true,
});

const NEWEST_FIRST = { sort: "at", direction: "desc" } as const;

/**
 * The single openings of a student that are still kept, the newest first: for themselves, who may know what is recorded, and for the
 * office. A page beyond the last is the last.
 */
export async function listOpenings(ctx: ReadCtx, studentId: string, page: number): Promise<List<Opening>> {
  authorize(ctx, "student.read", { ownerId: studentId });
  return openingList.page(ctx, { studentId }, { ...NEWEST_FIRST, page });
}

/** The same for a program, which goes on from a cursor. Refuses when there is no such person. */
export async function listOpeningsAfter(
  ctx: ReadCtx,
  studentId: string,
  paging: CursorInput,
): Promise<Listed<Opening>> {
  authorize(ctx, "student.read", { ownerId: studentId });
  const [person] = await ctx.read.select({ id: users.id }).from(users).where(eq(users.id, studentId));
  if (!person) throw new Refusal("not_found");
  return openingList.after(ctx, { ...paging, studentId });
}

/** All of them, for a file. */
export async function* streamOpenings(ctx: ReadCtx, studentId: string): AsyncGenerator<Opening[]> {
  authorize(ctx, "student.read", { ownerId: studentId });
  yield* openingList.stream(ctx, { studentId }, NEWEST_FIRST);
}
