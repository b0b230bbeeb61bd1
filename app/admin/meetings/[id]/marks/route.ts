import { z } from "zod";
import { readBody, parseJsonBody } from "#app/_http/body.ts";
import { getErrorPath, getRefererPath } from "#app/_http/error-path.ts";
import { PRIVATE, toProblem } from "#app/_http/problem.ts";
import { recordRefusal } from "#app/_http/record-refusal.ts";
import { checkOrigin, toRequestFacts } from "#app/_http/request.ts";
import { createTokenBuckets } from "#app/_http/token-bucket.ts";
import { getViewer } from "#app/_auth/viewer.ts";
import { config } from "#config/config.ts";
import { ATTENDANCE_STATES } from "#db/enums.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { MARKS_MAX, SentMarks } from "#domain/attendance/inputs.ts";
import { type Mark, markAttendance, type MarkOutcome } from "#domain/attendance/mark-attendance.ts";
import { markUnmarked } from "#domain/attendance/mark-unmarked.ts";
import { resetMark } from "#domain/attendance/reset-mark.ts";
import { addMs } from "#domain/kernel/clock.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { runtime, write, type WriteAs } from "#runtime";

type Params = { params: Promise<{ id: string }> };

/** A mark takes some 150 bytes. */
const BYTES_MAX = MARKS_MAX * 400;
const presses = createTokenBuckets(240);

const SentForm = z.object({
  state: z.enum(ATTENDANCE_STATES).optional(),
  reset: z.string().optional(),
  enrolmentId: z.string().max(60).default(""),
  rest: z.string().optional(),
  back: z.string().default(""),
});

/**
 * Takes marks from the roster: one from a form, which leads back to where it was pressed, or many from
 * public/attendance-script.js, which has kept them while there was no connection and is told what became of each.
 */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const { requestId, address } = toRequestFacts(request.headers);
  const isScript = request.headers.get("content-type")?.startsWith("application/json") ?? false;
  const { id: meetingId } = await params;
  try {
    checkOrigin(request.headers);
    const who = await getViewer();
    if (!who && !isScript) return seeOther(`/sign-in?next=${encodeURIComponent(`/admin/meetings/${meetingId}`)}`);
    if (!who) throw new Refusal("not_signed_in");
    presses.take(who.userId, runtime().clock());
    const body = await readBody(request, BYTES_MAX);
    const as: WriteAs = { actor: toActor(who), requestId };
    if (!isScript) return seeOther(await takeForm(as, meetingId, new URLSearchParams(body)));
    return Response.json({ marks: await takeMarks(as, meetingId, parseJsonBody(body, null)) }, { headers: PRIVATE });
  } catch (error) {
    if (isScript) return toProblem(error, requestId, {}, { address });
    if (!isRefusal(error)) throw error;
    recordRefusal(error, requestId, { address });
    const back = getRefererPath(request.headers.get("referer"), config().url);
    return seeOther(getErrorPath({ why: error.code, number: requestId, back, wait: error.detail.retryAfterSeconds }));
  }
}

/** Where to go on: the page and the row where it was pressed. */
async function takeForm(as: WriteAs, meetingId: string, sent: URLSearchParams): Promise<string> {
  const form = SentForm.safeParse(Object.fromEntries(sent));
  if (!form.success) throw new Refusal("invalid_input");
  const { state, enrolmentId, rest, reset, back } = form.data;
  const roster = `/admin/meetings/${encodeURIComponent(meetingId)}`;
  const page = back === roster || back.startsWith(`${roster}?`) ? back : roster;
  if (reset !== undefined) {
    await write(as, (ctx) => resetMark(ctx, { meetingId, enrolmentId }));
    return `${page}#${enrolmentId}`;
  }
  if (state === undefined) throw new Refusal("invalid_input");
  if (rest !== undefined) {
    await write(as, (ctx) => markUnmarked(ctx, { meetingId, state }));
    return roster;
  }
  const marks: Mark[] = [{ enrolmentId, state, markedAt: runtime().clock() }];
  const [taken] = await write(as, (ctx) => markAttendance(ctx, { meetingId, marks }));
  if (taken?.outcome === "unknown") throw new Refusal("not_found");
  return `${page}#${enrolmentId}`;
}

type Taken = MarkOutcome & { key: string; enrolmentId: string };

async function takeMarks(as: WriteAs, meetingId: string, body: unknown): Promise<Taken[]> {
  const sent = SentMarks.safeParse(body, { error: explainIssue });
  if (!sent.success) throw new Refusal("invalid_input");
  const now = runtime().clock();
  const marks = sent.data.marks.map(({ ageMs, ...mark }) => ({ ...mark, markedAt: addMs(now, -ageMs) }));
  const outcomes = await write(as, (ctx) => markAttendance(ctx, { meetingId, marks }));
  return outcomes.map((outcome, place) => {
    const { key, enrolmentId } = marks[place] as (typeof marks)[number];
    return { key, enrolmentId, ...outcome };
  });
}

/** A form that was sent is followed by a page that may be reloaded without sending it again. */
function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
