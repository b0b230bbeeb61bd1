import { eq } from "drizzle-orm";
import { materials } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { assertEditVersion } from "../kernel/edit-version.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { diffRow } from "../kernel/diff-row.ts";
import { loadCourse, loadMaterial, type Material } from "./load-course.ts";
import { checkMaterialFile, checkMaterialSection, getNextPosition, pickMaterialFields } from "./material-checks.ts";
import { MaterialFields } from "./material-inputs.ts";

/** What an edit may change. */
export const MATERIAL_PARTS = Object.keys(MaterialFields.shape);

/**
 * Changes what students open. Texts may be long, so the audit log keeps which fields changed and not what they said. Refuses a
 * material that is no longer as it was `seen`.
 */
export async function editMaterial(
  ctx: WriteCtx,
  input: { materialId: string; seen?: string } & MaterialFields,
): Promise<Material> {
  const { materialId, seen, ...fields } = input;
  const material = await loadMaterial(ctx.tx, materialId);
  const loaded = await loadCourse(ctx.tx, material.courseId);
  authorize(ctx, "material.edit", loaded);
  const { course } = loaded;
  const wanted = pickMaterialFields(fields);
  const difference = diffRow(material, wanted);
  if (!difference) return material;
  assertEditVersion({ row: material, fields: MATERIAL_PARTS, wanted, seen });
  await checkMaterialFile(ctx, course.id, wanted.fileId);
  const { sectionId = material.sectionId } = wanted;
  const isMoved = sectionId !== material.sectionId;
  if (isMoved) await checkMaterialSection(ctx, course.id, sectionId);
  const moved = isMoved ? { position: await getNextPosition(ctx.tx, course.id, sectionId) } : {};
  const [edited] = await ctx.tx
    .update(materials)
    .set({ ...wanted, ...moved, updatedAt: ctx.now })
    .where(eq(materials.id, materialId))
    .returning();
  if (!edited) throw new Refusal("not_found");
  await bumpCatalogueVersion(ctx);
  await audit(
    ctx,
    "material.edit",
    { type: "course", id: course.id },
    {
      before: { material: materialId, title: material.title },
      after: { title: edited.title, changed: Object.keys(difference.after) },
    },
  );
  return edited;
}
