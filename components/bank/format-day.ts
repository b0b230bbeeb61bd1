import { formatInstant } from "#components/ui/date.tsx";

/** A day of a statement, which is no moment of any time zone: `2026-11-29`. */
export const formatDay = (day: string) =>
  formatInstant(new Date(`${day}T00:00:00Z`), { timezone: "UTC", form: "date" });
