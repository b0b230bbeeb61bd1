import { type Message, message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import { formatLocalDay } from "../kernel/local-time.ts";
import { Refusal } from "../kernel/refusal.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { findOpenDay, loadLastClosed } from "./find-open-day.ts";

/**
 * The step that refuses (`invalid_input`, at `bookedOn`) a day on which nothing can be entered by hand: one that has not come yet by the school's
 * clock, and one in a closed month. What happened is booked late by itself; who enters by hand chooses the day.
 */
export async function checkEntryDay(ctx: StepCtx, day: string): Promise<void> {
  const { timezone } = await getSchoolSettings(ctx.tx);
  const refuse = (bookedOn: Message) => new Refusal("invalid_input", { fields: { bookedOn } });
  if (day > formatLocalDay(ctx.now, timezone)) throw refuse(message("fields.day_to_come"));
  if (findOpenDay(day, await loadLastClosed(ctx.tx)) !== day) throw refuse(message("fields.month_closed"));
}
