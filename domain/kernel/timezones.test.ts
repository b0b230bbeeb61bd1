import { expect, test } from "vitest";
import { TimezoneInput } from "../accounts/inputs.ts";
import { CohortChanges, CohortFields, CohortForm, MeetingForm } from "../courses/inputs.ts";
import { SchoolSettings } from "../settings/inputs.ts";
import { isTimezone, listTimezones } from "./timezones.ts";

const ALIASES = [
  "US/Eastern",
  "Europe/Kyiv",
  "Europe/Kiev",
  "Asia/Calcutta",
  "Asia/Kolkata",
  "Etc/GMT+5",
  "GB",
  "Japan",
  "EST5EDT",
];
const NONSENSE = [
  "",
  "Mars/Olympus",
  "Europe",
  "PST",
  "ACT",
  "+05:00",
  "UTC+1",
  "Factory",
  "SystemV/PST8",
  "../etc/passwd",
  "Europe/Zürich",
  "Europe/Zurich/",
];

const cohort = { name: "Winter", priceMinor: 0, currency: "CHF" };
const form = { name: "Winter", price: "1", currency: "CHF", startsAt: "2026-01-08T18:30", endsAt: "2026-01-08T19:30" };

/** Every schema through which a time zone comes in: the API, both forms, an edit, the profile and the settings. */
const DOORS: Record<string, (timezone: string) => { success: boolean; data?: unknown }> = {
  api: (timezone) => CohortFields.safeParse({ ...cohort, timezone }),
  edit: (timezone) => CohortChanges.safeParse({ timezone }),
  "cohort form": (timezone) => CohortForm.safeParse({ ...form, timezone }),
  "meeting form": (timezone) => MeetingForm.safeParse({ ...form, timezone }),
  profile: (timezone) => TimezoneInput.safeParse(timezone),
  settings: (timezone) => SchoolSettings.partial().safeParse({ timezone }),
};

test.each(Object.keys(DOORS))("an alias is taken and kept as it was written, and nonsense refused: %s", (door) => {
  for (const timezone of ALIASES) {
    const read = DOORS[door]?.(timezone);
    expect([timezone, read?.success]).toEqual([timezone, true]);
    if (door !== "meeting form") expect(JSON.stringify(read?.data)).toContain(JSON.stringify(timezone));
  }
  for (const timezone of NONSENSE) expect([timezone, DOORS[door]?.(timezone).success]).toEqual([timezone, false]);
});

test("the list to choose from has every place once, under its name of today", () => {
  const zones = listTimezones();
  expect(zones.length).toBeGreaterThan(400);
  expect(new Set(zones).size).toBe(zones.length);
  expect(zones.filter((zone) => !isTimezone(zone))).toEqual([]);
  expect(zones).toEqual(expect.arrayContaining(["UTC", "Europe/Kyiv", "Asia/Kolkata", "Europe/Zurich"]));
  expect(zones).not.toContain("Europe/Kiev");
});
