import { eq } from "drizzle-orm";
import { materials } from "#db/schema/index.ts";
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
  const [material] = await selectMaterial(tx, materialId);
  const access = material && (await getAccess({ read: tx, actor, now }, material.courseId));
  if (!material || access?.why !== "enrolled" || !isShown(material, access, now)) return undefined;
  return { material, studentId: actor.id };
}

const selectMaterial = (tx: Tx, materialId: string) => {
  const { id, courseId, publishOn, publishAfterDays } = materials;
  return tx.select({ id, courseId, publishOn, publishAfterDays }).from(materials).where(eq(id, materialId));
};
