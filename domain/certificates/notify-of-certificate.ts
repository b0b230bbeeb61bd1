import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import type { Certificate } from "./machine.ts";

/** `ready`: its file can be downloaded. */
export type CertificateNews = "ready" | "revoked" | "restored";

/** Tells the student what became of their certificate. */
export async function notifyOfCertificate(
  ctx: StepCtx,
  { id, studentId }: Certificate,
  { news, why = "" }: { news: CertificateNews; why?: string },
): Promise<void> {
  const [student] = await ctx.tx
    .select({ email: users.email, disabledAt: users.disabledAt })
    .from(users)
    .where(eq(users.id, studentId));
  if (!student || student.disabledAt !== null) return;
  const dedupeKey = news === "ready" ? `${id}:ready` : `${id}:${news}:${ctx.now.getTime()}`;
  await enqueueMail(ctx, {
    kind: "certificate_news",
    to: student.email,
    payload: { certificateId: id, news, why },
    dedupeKey,
  });
}
