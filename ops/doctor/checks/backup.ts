import { DAY_MS, HOUR_MS } from "#domain/kernel/clock.ts";
import { getLastVerifiedBackup } from "../../backup/records.ts";
import { type Check, resultsOf } from "../check.ts";
import { describeTimeSpan } from "../units.ts";
import { message } from "#messages/message.ts";

/** Backups are made hourly: beyond this age, several in a row have failed. */
const AGE_WARNED_MS = 4 * HOUR_MS;
const AGE_MS_MAX = 2 * DAY_MS;

/** Only verified backups count. */
export const backup: Check = {
  name: "backup",
  from: "quick",
  needsTables: true,
  async run({ settings, now }) {
    const { ok, warn, wrong } = resultsOf("backup");
    const mend = message("doctor.run", { command: "npm run backup" });
    const link = "/admin/system#backups";
    const last = await getLastVerifiedBackup(settings.backup.dir, now);
    if (!settings.isReal && !settings.backup.automatic && !last) return [ok(message("doctor.demo_makes_no_backups"))];
    // One of several servers makes them, or whoever runs the database does: its operator has said so, and this server cannot see it.
    if (settings.database.engine === "postgres" && !settings.backup.automatic && !last) {
      return [ok(message("doctor.backups_are_made_elsewhere"))];
    }
    if (!last) return [wrong(message("doctor.no_backup_was_ever_verified"), { mend, link })];
    const ageMs = Math.max(0, now.getTime() - new Date(last.moment).getTime());
    const words = message("doctor.backup_age", { age: describeTimeSpan(ageMs) });
    const measured = {
      name: "backup age",
      value: Math.round(ageMs / 1000),
      threshold: AGE_WARNED_MS / 1000,
      unit: "s",
    };
    if (ageMs > AGE_MS_MAX) return [wrong(words, { mend, link, measured })];
    return [ageMs > AGE_WARNED_MS ? warn(words, { mend, link, measured }) : ok(words, { measured })];
  },
};
