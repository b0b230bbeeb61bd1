import { eq } from "drizzle-orm";
import { files } from "#db/schema/index.ts";
import type { Tx } from "#db/types.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { MaterialFields } from "./schemas.ts";

/** What belongs to another kind is dropped: a link has no body, a text no file. */
export function partsOf(fields: MaterialFields): MaterialFields {
  const { kind } = fields;
  return {
    ...fields,
    body: kind === "text" ? fields.body : "",
    url: kind === "link" ? fields.url : "",
    fileId: kind === "file" ? fields.fileId : null,
  };
}

/** A file that is opened through a course must be there. */
export async function checkFile(tx: Tx, fileId: string | null) {
  if (fileId === null) return;
  const [file] = await tx.select({ id: files.id }).from(files).where(eq(files.id, fileId));
  if (!file) throw new Refusal("not_found");
}
