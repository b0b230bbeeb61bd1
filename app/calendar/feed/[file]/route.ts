import { requestFacts } from "#app/_edge/request.ts";
import { config } from "#config";
import { getFeed } from "#domain/calendar/meetings.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { schoolSettings } from "#domain/settings/queries.ts";
import { limit, reading } from "#runtime";
import { calendarFile, nameOfFile, noCalendar, tooOften } from "../../answer.ts";

/** Calendars look every few hours; an address that asks more often than this is no calendar. */
const PER_MINUTE = { max: 60, windowMs: 60_000 };

/** `/calendar/feed/SECRET.ics`: everything that somebody attends or teaches. No cookie is read: the secret alone opens it. */
export async function GET(_request: Request, { params }: RouteContext<"/calendar/feed/[file]">): Promise<Response> {
  const { address, requestId } = await requestFacts();
  try {
    await limit({ actor: visitor, requestId }, `calendar-feed:${address}`, PER_MINUTE);
  } catch (error) {
    if (isRefusal(error)) return tooOften(error);
    throw error;
  }
  const key = nameOfFile((await params).file);
  const ctx = reading(visitor);
  const { name } = await schoolSettings(ctx.read);
  const calendar = key && (await getFeed(ctx, key, new URL(config().url).hostname, name));
  return calendar ? calendarFile(calendar, "calendar") : noCalendar();
}
