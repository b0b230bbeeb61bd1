import { DAY_MS, HOUR_MS, MINUTE_MS } from "#domain/kernel/clock.ts";

const KB = 1024;
export const MB = 1024 * KB;
export const GB = 1024 * MB;

/** `512 bytes`, `3.2 MB`: as people say it. */
export function formatBytes(bytes: number): string {
  if (bytes < KB) return `${bytes} bytes`;
  const [unit, name] = bytes < MB ? [KB, "kB"] : bytes < GB ? [MB, "MB"] : [GB, "GB"];
  const value = bytes / unit;
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en")} ${name}`;
}

/** `4 minutes`, `3 hours`, `2 days`. */
export function formatTimeSpan(ms: number): string {
  const [unit, name] = ms < HOUR_MS ? [MINUTE_MS, "minute"] : ms < 2 * DAY_MS ? [HOUR_MS, "hour"] : [DAY_MS, "day"];
  const count = Math.round(ms / unit);
  return `${count.toLocaleString("en")} ${name}${count === 1 ? "" : "s"}`;
}
