import { getTranslator } from "#components/messages/get-translator.ts";
import { type Calendar, formatCalendar } from "#domain/calendar/ics.ts";
import { formatContentDisposition } from "#domain/files/file-name.ts";
import type { Refusal } from "#domain/kernel/refusal.ts";
import type { Words } from "#messages/message.ts";

const ENDING = ".ics";
const PLAIN = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "private, no-store" };

/** What stands before `.ics`; undefined when the file is called otherwise. */
export function nameOfFile(file: string): string | undefined {
  return file.endsWith(ENDING) ? file.slice(0, -ENDING.length) : undefined;
}

export function calendarFile(calendar: Calendar, name: string, words: Words): Response {
  return new Response(formatCalendar(calendar, words), {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": formatContentDisposition("attachment", name + ENDING),
      "Cache-Control": "private, no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}

export const noCalendar = () => new Response(getTranslator()("calendar.nothing_here"), { status: 404, headers: PLAIN });

export function tooOften({ message, status, detail }: Refusal): Response {
  const wait = { "Retry-After": String(detail.retryAfterSeconds ?? 60) };
  return new Response(message, { status, headers: { ...PLAIN, ...wait } });
}
