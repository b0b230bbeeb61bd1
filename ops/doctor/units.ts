import { DAY_MS, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";
import { type Message, message } from "#messages/message.ts";

const KB = 1024;
export const MB = 1024 * KB;
export const GB = 1024 * MB;

/** `512 bytes`, `3.2 MB`. */
export function describeBytes(bytes: number): Message {
  if (bytes < KB) return message("units.bytes", { count: bytes });
  if (bytes < MB) return message("units.kilobytes", { size: rounded(bytes / KB) });
  return bytes < GB
    ? message("units.megabytes", { size: rounded(bytes / MB) })
    : message("units.gigabytes", { size: rounded(bytes / GB) });
}

/** Whole megabytes, also of more than a gigabyte. */
export const describeMegabytes = (bytes: number): Message =>
  message("units.megabytes", { size: String(Math.round(bytes / MB)) });

/** With one decimal below ten. */
const rounded = (value: number): string | Message =>
  value < 10 ? value.toFixed(1) : message("units.number", { value: Math.round(value) });

/** `4 minutes`, `3 hours`, `2 days`. */
export function describeTimeSpan(ms: number): Message {
  if (ms < HOUR_MS) return message("units.minutes", { count: Math.round(ms / MINUTE_MS) });
  return ms < 2 * DAY_MS
    ? message("units.hours", { count: Math.round(ms / HOUR_MS) })
    : message("units.days", { count: Math.round(ms / DAY_MS) });
}
