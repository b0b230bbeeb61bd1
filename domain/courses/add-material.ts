import { count, eq } from "drizzle-orm";
import { materials } from "#db/schema/index.ts";
import { message } from "#messages/message.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { Refusal } from "../kernel/refusal.ts";
import { authorize } from "../policy.ts";
import { bumpCatalogueVersion } from "../kernel/catalogue-version.ts";
import { loadCourse, type Material } from "./load-course.ts";
import { checkMaterialFile, checkMaterialSection, getNextPosition, pickMaterialFields } from "./material-checks.ts";
import { MATERIALS_MAX, type MaterialFields } from "./material-inputs.ts";

/** Puts one more thing to read, follow or fetch at the end of a course's materials, or of one of its sections. */
export async function addMaterial(ctx: WriteCtx, input: { courseId: string } & MaterialFields): Promise<Material> {
  const { courseId, ...fields } = input;
  const loaded = await loadCourse(ctx.tx, courseId);
  authorize(ctx, "material.edit", loaded);
  const { course } = loaded;
  await checkMaterialFile(ctx, course.id, fields.fileId);
  const { sectionId = null, publishOn = null, publishAfterDays = null, isPreview = false } = fields;
  await checkMaterialSection(ctx, course.id, sectionId);
  const [present] = await ctx.tx.select({ count: count() }).from(materials).where(eq(materials.courseId, course.id));
  if ((present?.count ?? 0) >= MATERIALS_MAX) {
    throw new Refusal("invalid_input", { words: message("fields.course_materials_max", { count: MATERIALS_MAX }) });
  }
  const material: Material = {
    ...pickMaterialFields(fields),
    id: createId("material"),
    courseId,
    position: await getNextPosition(ctx.tx, course.id, sectionId),
    ...{ sectionId, publishOn, publishAfterDays, isPreview },
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.tx.insert(materials).values(material);
  await bumpCatalogueVersion(ctx);
  const { id, kind, title } = material;
  await audit(ctx, "material.edit", { type: "course", id: courseId }, { after: { material: id, kind, title } });
  return material;
}
