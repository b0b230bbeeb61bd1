import { inArray } from "drizzle-orm";
import { files } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";

/** Which of these bytes, named by their SHA-256, some file is made of. A few hundred names at most. */
export async function findKnownBytes(ctx: ReadCtx, names: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.read
    .selectDistinct({ sha256: files.sha256 })
    .from(files)
    .where(inArray(files.sha256, [...names]));
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Whether there is any file at all. */
export async function hasAnyFile(ctx: ReadCtx): Promise<boolean> {
  return (await ctx.read.select({ id: files.id }).from(files).limit(1)).length > 0;
}
