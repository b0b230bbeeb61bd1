import { eq } from "drizzle-orm";
import { studentImports } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { StudentImport } from "./import-machine.ts";

/** An import as it stands in this transaction. */
export async function loadImport(ctx: StepCtx, importId: string): Promise<StudentImport> {
  const [found] = await ctx.tx.select().from(studentImports).where(eq(studentImports.id, importId));
  if (!found) throw new Refusal("not_found");
  return found;
}
