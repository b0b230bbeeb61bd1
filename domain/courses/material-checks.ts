import { and, eq, isNull, max } from "drizzle-orm";
import { files, materials, materialSections } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { MaterialFields } from "./material-inputs.ts";

/** What belongs to another kind is dropped: a link has no body, a text no file. */
export function pickMaterialFields(fields: MaterialFields): MaterialFields {
  const { kind } = fields;
  return {
    ...fields,
    body: kind === "text" ? fields.body : "",
    url: kind === "link" ? fields.url : "",
    fileId: kind === "file" ? fields.fileId : null,
  };
}

/** Refuses a section that is not one of the course. */
export async function checkMaterialSection({ tx }: StepCtx, courseId: string, sectionId: string | null): Promise<void> {
  if (sectionId === null) return;
  const [section] = await tx
    .select({ id: materialSections.id })
    .from(materialSections)
    .where(and(eq(materialSections.id, sectionId), eq(materialSections.courseId, courseId)));
  if (!section) throw new Refusal("not_found");
}

/** The place after the last in a section of a course, or in what stands before the first. */
export async function getNextPosition(tx: StepCtx["tx"], courseId: string, sectionId: string | null): Promise<number> {
  const [present] = await tx
    .select({ last: max(materials.position) })
    .from(materials)
    .where(
      and(
        eq(materials.courseId, courseId),
        sectionId === null ? isNull(materials.sectionId) : eq(materials.sectionId, sectionId),
      ),
    );
  return Number(present?.last ?? 0) + 1;
}

/**
 * A file that is opened through a course was uploaded for it by whoever writes the material, or is the course's already. Another
 * one, such as what somebody sent the desk, does not exist here, however well its id is known.
 */
export async function checkMaterialFile(
  { tx, actor }: StepCtx,
  courseId: string,
  fileId: string | null,
): Promise<void> {
  if (fileId === null) return;
  const [file] = await tx.select({ createdBy: files.createdBy }).from(files).where(eq(files.id, fileId));
  if (file && file.createdBy === getActorId(actor)) return;
  const [known] = await tx
    .select({ id: materials.id })
    .from(materials)
    .where(and(eq(materials.fileId, fileId), eq(materials.courseId, courseId)))
    .limit(1);
  if (!known) throw new Refusal("not_found");
}
