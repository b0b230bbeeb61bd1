import { and, asc, eq, gt, lte, not, or } from "drizzle-orm";
import { cohorts, orderInstalments, orderLines } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import { addMs, DAY_MS } from "../kernel/clock.ts";
import { parseReminderList } from "../kernel/parse-reminder-list.ts";
import { getSchoolSettings } from "../settings/get-school-settings.ts";
import { parseLateReminders } from "../settings/parse-late-reminders.ts";
import { isBelowLevel, isRemindedOf } from "./is-asked-for.ts";
import { isLeftToCard } from "./is-left-to-card.ts";
import { pickReminder } from "./pick-reminder.ts";

export type DueReminder = { instalmentId: string; orderId: string; level: number };

const READ_AT_ONCE = 500;

/** The reminders of instalments that are due to be sent, those that are late for longest first, `atMost` so many. */
export async function listDueReminders(read: Reader, now: Date, atMost: number): Promise<DueReminder[]> {
  const settings = await getSchoolSettings(read);
  const daysBefore = parseReminderList(settings.paymentReminderDays) ?? [];
  const late = parseLateReminders(settings.lateReminders) ?? [];
  const levelMax = late.length > 0 ? late.length : 0 - Math.min(...daysBefore);
  if (daysBefore.length + late.length === 0) return [];
  const until = addMs(now, (Math.max(0, ...daysBefore) + 2) * DAY_MS);
  const due: DueReminder[] = [];
  let after: { lateFrom: Date; id: string } | undefined;
  for (;;) {
    const rows = await read
      .selectDistinct({
        id: orderInstalments.id,
        orderId: orderInstalments.orderId,
        dueOn: orderInstalments.dueOn,
        lateFrom: orderInstalments.lateFrom,
        createdAt: orderInstalments.createdAt,
        remindedLevel: orderInstalments.remindedLevel,
        timezone: cohorts.timezone,
      })
      .from(orderInstalments)
      .innerJoin(orderLines, eq(orderLines.orderId, orderInstalments.orderId))
      .innerJoin(cohorts, eq(cohorts.id, orderLines.cohortId))
      .where(
        and(
          isRemindedOf(read),
          isBelowLevel(levelMax),
          or(gt(orderInstalments.lateFrom, now), not(isLeftToCard(read, now))),
          lte(orderInstalments.lateFrom, until),
          after &&
            or(
              gt(orderInstalments.lateFrom, after.lateFrom),
              and(eq(orderInstalments.lateFrom, after.lateFrom), gt(orderInstalments.id, after.id)),
            ),
        ),
      )
      .orderBy(asc(orderInstalments.lateFrom), asc(orderInstalments.id))
      .limit(READ_AT_ONCE);
    for (const { id: instalmentId, orderId, ...part } of rows) {
      const level = pickReminder(part, { daysBefore, late }, now);
      if (level !== undefined) due.push({ instalmentId, orderId, level });
    }
    after = rows.at(-1);
    if (rows.length < READ_AT_ONCE || due.length >= atMost) return due.slice(0, atMost);
  }
}
