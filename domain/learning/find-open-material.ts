import { and, eq } from "drizzle-orm";
import { materialProgress, materials } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { getAccess, isShown } from "../access/get-access.ts";
import type { TxCtx } from "../kernel/command.ts";
import { isId } from "../kernel/ids.ts";

type Found = { material: Pick<typeof materials.$inferSelect, "id" | "courseId">; studentId: string };

/**
 * A material that the actor, as a student, may open now; undefined for everybody else, for one that is not published to them yet, and
 * for one that there is none.
 */
export async function findOpenMaterial(ctx: TxCtx, materialId: string): Promise<Found | undefined> {
  const { tx, actor, now } = ctx;
  if (actor.type !== "user" || !isId("material", materialId)) return undefined;
  const [material] = await selectMaterial(tx, materialId, actor.id);
  const access = material && (await getAccess({ read: tx, actor, now }, material.courseId));
  if (!material || access?.why !== "enrolled" || !isShown(material, access, now)) return undefined;
  return { material, studentId: actor.id };
}

const selectMaterial = (tx: Tx, materialId: string, studentId: string) => {
  const { id, courseId, publishOn, publishAfterDays } = materials;
  return tx
    .select({ id, courseId, publishOn, publishAfterDays, doneAt: materialProgress.doneAt })
    .from(materials)
    .leftJoin(materialProgress, and(eq(materialProgress.studentId, studentId), eq(materialProgress.materialId, id)))
    .where(eq(id, materialId));
};
