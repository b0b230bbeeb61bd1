"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { action } from "#app/_forms/action.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { recordManualRun } from "#domain/maintenance/record-manual-run.ts";
import { runBackupNow, verifyBackupNow, runJobNow, isJobName } from "#ops/health/run-now.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

const Named = z.object({ name: z.string().max(60).refine(isJobName) });

/** Runs a job now. What takes long goes on by itself; the page says how it went when it is opened again. */
export const runJobAction = action(Named, async ({ write }, { name }) => {
  await write((ctx) => recordManualRun(ctx, { kind: "job", name }));
  const state = await runJobNow(name);
  if (state === "elsewhere")
    throw new Refusal("wrong_state", { words: getTranslator()("admin_system.job_is_running", { name }) });
  if (typeof state !== "string") throw new Refusal("wrong_state", { words: getTranslator().format(state.postponed) });
  await redirectDone("/admin/system", `job-${state}`);
});

export const backUpAction = action(z.object({}), async ({ write }) => {
  // eslint-disable-next-line matricula/no-literal-text -- the audit log keeps it as the id of what was run
  await write((ctx) => recordManualRun(ctx, { kind: "backup", name: "by hand" }));
  const state = await runBackupNow();
  await redirectDone("/admin/system", `backup-${state}`);
});

const Backup = z.object({ name: z.string().regex(/^\d{4}-\d\d-\d\dT[\d.-]{8,16}Z$/) });

export const checkBackupAction = action(Backup, async ({ write }, { name }) => {
  await write((ctx) => recordManualRun(ctx, { kind: "backup_check", name }));
  const state = await verifyBackupNow(name);
  await redirectDone("/admin/system", `check-${state}`);
});
