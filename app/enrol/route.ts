import { lockBuyer } from "#domain/orders/lock-buyer.ts";
import { getRequest } from "#messages/request-language.ts";
import { readBody } from "#app/_http/body.ts";
import { recordRefusal } from "#app/_http/record-refusal.ts";
import { checkOrigin, toRequestFacts } from "#app/_http/request.ts";
import { getRefererPath, getErrorPath } from "#app/_http/error-path.ts";
import { createTokenBuckets } from "#app/_http/token-bucket.ts";
import { getPageReadCtx, getViewer } from "#app/_auth/viewer.ts";
import { config } from "#config/config.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { enrolStudent } from "#domain/checkout/enrol-student.ts";
import { hasCoupons } from "#domain/coupons/has-coupons.ts";
import { isId } from "#domain/kernel/ids.ts";
import { isRefusal, type Refusal } from "#domain/kernel/refusal.ts";
import { hasOffer } from "#domain/waiting/has-offer.ts";
import { joinWaitingList } from "#domain/waiting/join-waiting-list.ts";
import { runtime, write } from "#runtime";

const BYTES_MAX = 4 * 1024;
/** Pressing again changes nothing, so this only keeps one person's script from crowding out the others. */
const presses = createTokenBuckets(120);

/**
 * The Enrol button of a course's page, which is sent here as a plain form: when a course opens, everybody presses in the same
 * minute, and this is the shortest way to a seat. Somebody who is signed in gets their place or the order that holds it; a
 * visitor goes to the page that asks who they are. What is refused (full, closed, already in) that page explains. Where the
 * button offered the waiting list, pressing it joins.
 */
export async function POST(request: Request): Promise<Response> {
  const { requestId, address } = toRequestFacts(request.headers);
  try {
    checkOrigin(request.headers);
    const sent = new URLSearchParams(await readBody(request, BYTES_MAX));
    const cohortId = sent.get("cohortId") ?? "";
    if (!isId("cohort", cohortId)) return seeOther("/courses");
    const who = await getViewer();
    if (!who) return seeOther(`/enrol/${cohortId}`);
    presses.take(who.userId, runtime().clock());
    const choice = { cohortId, studentId: who.userId };
    return seeOther(await press({ actor: toActor(who), requestId }, choice, sent.get("or") === "wait"));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    recordRefusal(error, requestId, { address });
    return seeOther(whereSorry(error, requestId, request.headers.get("referer")));
  }
}

/** Who asks for the button's own address goes to where the buttons are. */
export function GET(): Response {
  return seeOther("/courses");
}

type As = Parameters<typeof write>[0];

type Choice = { cohortId: string; studentId: string };

async function press(as: As, choice: Choice, orWait: boolean): Promise<string> {
  const page = `/enrol/${choice.cohortId}`;
  // The button spoke of waiting, and a seat was offered meanwhile: whether to take it is asked first.
  if (orWait && (await hasOffer(await getPageReadCtx(), choice))) return page;
  // Whoever has a code could not say it any more once the order is there.
  if (await hasCoupons(await getPageReadCtx(), choice.cohortId)) return page;
  try {
    const { order, courseSlug } = await write(as, (ctx) => enrolStudent(ctx, choice), { beside: lockBuyer(choice) });
    return order.state === "paid" ? `/learning/${courseSlug}?welcome=${order.code}` : `/checkout/${order.code}`;
  } catch (error) {
    // A school that is too busy says so; what it says no to, the page explains.
    if (!isRefusal(error) || error.status >= 500) throw error;
    if (orWait && error.code === "cohort_full") await wait(as, choice);
    return page;
  }
}

async function wait(as: As, choice: Choice): Promise<void> {
  try {
    await write(as, (ctx) => joinWaitingList(ctx, choice));
  } catch (error) {
    if (!isRefusal(error) || error.status >= 500) throw error;
  }
}

function whereSorry({ code, detail }: Refusal, number: string, referer: string | null): string {
  return getErrorPath({
    why: code,
    number,
    back: getRefererPath(referer, config().url),
    wait: detail.retryAfterSeconds,
  });
}

/** A form that was sent is followed by a page that may be reloaded without sending it again. */
function seeOther(location: string): Response {
  const prefix = getRequest()?.prefix;
  const to = prefix === undefined ? location : `/${prefix}${location}`;
  return new Response(null, { status: 303, headers: { location: to, "cache-control": "no-store" } });
}
