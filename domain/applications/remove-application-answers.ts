import { eq } from "drizzle-orm";
import { applicationAnswers } from "#db/schema/index.ts";
import { removeFiles } from "../files/remove-files.ts";
import type { StepCtx } from "../kernel/command.ts";

/** Erases what somebody answered who does not apply any more, with the files they sent. */
export async function removeApplicationAnswers(ctx: StepCtx, applicationId: string): Promise<void> {
  const gone = await ctx.tx
    .delete(applicationAnswers)
    .where(eq(applicationAnswers.applicationId, applicationId))
    .returning({ fileId: applicationAnswers.fileId });
  await removeFiles(
    ctx,
    gone.flatMap(({ fileId }) => fileId ?? []),
  );
}
