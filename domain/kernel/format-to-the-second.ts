import { formatLocalTime, formatOffset, getOffsetMs } from "./local-time.ts";

/** A moment on the clock of a place with its seconds and its distance to UTC, as proofs name it: `2026-11-29 19:55:07 +01:00`. */
export function formatToTheSecond(instant: Date, timezone: string): string {
  const seconds = String(instant.getUTCSeconds()).padStart(2, "0");
  const [day = "", time = ""] = formatLocalTime(instant, timezone).split("T");
  return `${day} ${time.slice(0, 5)}:${seconds} ${formatOffset(getOffsetMs(instant, timezone))}`;
}
