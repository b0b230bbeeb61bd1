import { files } from "#db/schema/index.ts";
import { audit } from "../audit.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { authorize } from "../policy.ts";
import type { StoredFile } from "./store.ts";

/** Makes the row of bytes that are kept already. A public file is served to anyone; any other only through what it belongs to. */
export async function addFile(
  ctx: WriteCtx,
  stored: StoredFile,
  options: { isPublic?: boolean } = {},
): Promise<string> {
  authorize(ctx, "file.upload", {});
  const id = createId("file");
  await ctx.tx.insert(files).values({
    id,
    ...stored,
    isPublic: options.isPublic ?? false,
    createdAt: ctx.now,
    createdBy: ctx.actor.type === "user" ? ctx.actor.id : null,
  });
  await audit(ctx, "file.upload", { type: "file", id }, { after: { ...stored, isPublic: options.isPublic ?? false } });
  return id;
}
