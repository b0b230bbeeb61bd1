import { type Calendar, formatCalendar } from "#domain/calendar/ics.ts";
import { formatContentDisposition } from "#domain/files/file-name.ts";
import type { Refusal } from "#domain/kernel/refusal.ts";

const ENDING = ".ics";
const PLAIN = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" };

/** What stands before `.ics`; undefined when the file is called otherwise. */
export function nameOfFile(file: string): string | undefined {
  return file.endsWith(ENDING) ? file.slice(0, -ENDING.length) : undefined;
}

export function calendarFile(calendar: Calendar, name: string): Response {
  return new Response(formatCalendar(calendar), {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": formatContentDisposition("attachment", name + ENDING),
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

export const noCalendar = () =>
  new Response("There is nothing here, or it is not yours to see.", { status: 404, headers: PLAIN });

export function tooOften({ message, status, detail }: Refusal): Response {
  const wait = { "Retry-After": String(detail.retryAfterSeconds ?? 60) };
  return new Response(message, { status, headers: { ...PLAIN, ...wait } });
}
