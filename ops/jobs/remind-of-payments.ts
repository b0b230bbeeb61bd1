import { listTransfersToRemind, remindOfTransfer } from "#domain/checkout/remind-of-transfer.ts";
import { listPastGrace, suspendLatePlaces } from "#domain/checkout/suspend-late-places.ts";
import { listDueReminders } from "#domain/instalments/list-due-reminders.ts";
import { remindOfInstalment } from "#domain/instalments/remind-of-instalment.ts";
import { createSystemActor } from "#domain/kernel/actor.ts";
import { message } from "#messages/message.ts";
import { runtime, write } from "#runtime";

const PER_RUN_MAX = 200;

/** The job that reminds payers of what is due and late, and suspends access where the school has waited long enough. */
export async function remindOfPayments() {
  const { database, clock } = runtime();
  const as = { actor: createSystemActor("remind-of-payments") };
  let [reminded, suspended] = [0, 0];
  for (const due of await listDueReminders(database.read, clock(), PER_RUN_MAX)) {
    if (await write(as, (ctx) => remindOfInstalment(ctx, due))) reminded += 1;
  }
  for (const due of await listTransfersToRemind(database.read, clock(), PER_RUN_MAX)) {
    if (await write(as, (ctx) => remindOfTransfer(ctx, due))) reminded += 1;
  }
  for (const instalmentId of await listPastGrace(database.read, clock(), PER_RUN_MAX)) {
    if (await write(as, (ctx) => suspendLatePlaces(ctx, instalmentId))) suspended += 1;
  }
  return message("jobs.reminded_of_payments", { reminded, suspended });
}
