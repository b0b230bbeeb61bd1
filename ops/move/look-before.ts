/** What is checked before a move that only a command can see: the last backup, and what the doctor finds. */
import type { Config } from "#config/config.ts";
import { DAY_MS } from "#domain/kernel/clock.ts";
import { MessageError } from "#messages/message-error.ts";
import { type Message, message } from "#messages/message.ts";
import { getLastVerifiedBackup } from "../backup/records.ts";
import { runBackupInChild } from "../backup/run-in-child.ts";
import { runChecks } from "../doctor/run-checks.ts";

/** Whatever else the doctor finds is no matter of the rows, and is the same in the new database or not there. */
const OF_THE_ROWS = new Set([
  "database",
  "migrations",
  "integrity",
  "foreign keys",
  "whole database",
  "currencies",
  "chains",
]);

type Look = { settings: Config; isCheck: boolean; now: () => Date; say: (told: Message) => void | Promise<void> };

/** Throws where the doctor finds the rows wrong. A move makes a backup when there is none of the last day. */
export async function lookBefore({ settings, isCheck, now, say }: Look): Promise<void> {
  const { results } = await runChecks(settings, "quick", { now: now() });
  const found = results.filter(({ check, state }) => OF_THE_ROWS.has(check) && state !== "ok");
  for (const { words } of found) await say(message("move.doctor_finds", { words }));
  if (found.some(({ state }) => state === "wrong")) throw new MessageError(message("move.doctor_is_not_content"));
  if (found.length === 0) await say(message("move.doctor_is_content"));

  const moment = await momentOfBackup(settings, now());
  if (moment !== undefined) return say(message("move.backup_is_fresh", { moment }));
  if (isCheck) return say(message("move.backup_is_wanted"));
  await say(message("move.backup_is_old"));
  const failed = await runBackupInChild([]).catch((error: unknown) => ({ error }));
  const made = await momentOfBackup(settings, now());
  // One that was verified counts, even when it says that the school has lost an attachment.
  if (made === undefined) throw typeof failed === "string" ? new MessageError(failed) : failed.error;
  await say(message("move.backup_is_fresh", { moment: made }));
}

async function momentOfBackup({ backup: { dir } }: Config, now: Date): Promise<string | undefined> {
  const backup = await getLastVerifiedBackup(dir, now);
  return backup && now.getTime() - new Date(backup.moment).getTime() <= DAY_MS ? backup.moment : undefined;
}
