import { recordRefusal } from "#app/_http/record-refusal.ts";
import { getRequestFacts } from "#app/_http/request.ts";
import { config } from "#config/config.ts";
import { hashToken } from "#domain/accounts/sessions.ts";
import { getFeed } from "#domain/calendar/meetings.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { getAddressSource } from "#domain/kernel/networks.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { pickLanguage } from "#domain/settings/pick-language.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { translatorFor } from "#messages/translator.ts";
import { limit, reading } from "#runtime";
import { calendarFile, nameOfFile, noCalendar, tooOften } from "../../answer.ts";

/** A calendar looks every few hours; what asks more often than this is none, or guesses. */
const PER_MINUTE = { max: 60, windowMs: 60_000 };

/** `/calendar/feed/SECRET.ics`: everything that somebody attends or teaches. No cookie is read: the secret alone opens it. */
export async function GET(_request: Request, { params }: RouteContext<"/calendar/feed/[file]">): Promise<Response> {
  const { address, requestId } = await getRequestFacts();
  const key = nameOfFile((await params).file);
  const ctx = reading(visitor);
  const settings = await getSettingsOnce(ctx);
  const calendar = key && (await getFeed(ctx, key, new URL(config().url).hostname, settings.name));
  const answer = () =>
    calendar
      ? calendarFile(calendar, "calendar", translatorFor(pickLanguage(settings, calendar.language)))
      : noCalendar();
  try {
    // Somebody who guesses must not use up what the calendars of the others may ask.
    const counted = calendar ? `calendar-feed:${hashToken(key)}` : `no-calendar-feed:${getAddressSource(address)}`;
    await limit({ actor: visitor, requestId }, counted, PER_MINUTE);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    // A school that cannot count just now can still be read.
    if (error.status >= 500) return answer();
    recordRefusal(error, requestId, { address });
    return tooOften(error);
  }
  return answer();
}
