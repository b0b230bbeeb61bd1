import { and, eq } from "drizzle-orm";
import { files, materials } from "#db/schema/index.ts";
import { getActorId } from "../kernel/actor.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { MaterialFields } from "./inputs.ts";

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
