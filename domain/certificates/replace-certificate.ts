import { message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { Refusal } from "../kernel/refusal.ts";
import { tryTransition } from "../kernel/transitions.ts";
import { eq } from "drizzle-orm";
import { certificates } from "#db/schema/index.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { explainPrintFault } from "./explain-print-fault.ts";
import { insertCertificates } from "./insert-certificates.ts";
import { loadFacts } from "./load-facts.ts";
import { type Certificate, certificateMachine } from "./machine.ts";
import { refuseFault } from "./refuse-fault.ts";

/**
 * The step that puts another version in the place of a certificate: the same number, another code, and what is true of the course now.
 * The one before is replaced, and its public page says so. Two who correct it at once: one of them is refused.
 */
export async function replaceCertificate(
  ctx: StepCtx,
  before: Certificate,
  { name, issuedBy }: { name: string; issuedBy: string | null },
): Promise<Certificate> {
  const gone = await tryTransition(ctx, certificateMachine, before.id, "replaced", { from: ["issued"] });
  if (!gone) throw new Refusal("wrong_state", { words: message("certificates.not_correctable") });
  const { cohortId, enrolmentId } = before;
  const [facts] = await loadFacts(ctx.tx, { cohortId, now: ctx.now, enrolmentIds: [enrolmentId] });
  if (!facts) throw new Refusal("wrong_state", { words: message("certificates.not_completed") });
  const named = { ...facts, name: name.normalize("NFC") };
  const school = (await getSchoolSettings(ctx.tx)).name;
  const fault = explainPrintFault({ ...named, school });
  if (fault) throw refuseFault(fault);
  const number = { year: before.year, serial: before.serial, version: before.version + 1 };
  const [issued] = await insertCertificates(ctx, [named], { issuedBy, number, isConfirmed: true });
  const after = issued as Certificate;
  await ctx.tx.update(certificates).set({ replacedById: after.id }).where(eq(certificates.id, before.id));
  return after;
}
