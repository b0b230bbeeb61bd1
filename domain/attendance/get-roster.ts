import { and, asc, count, eq, inArray, isNull, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { ATTENDANCE_STATES, type AttendanceState, type AttendanceVia, type EnrolmentState } from "#db/enums.ts";
import { attendance, enrolments, users } from "#db/schema/index.ts";
import { TAKES_PART } from "../enrolments/list-class.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { getPageWindow } from "../kernel/get-page-window.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { isAllowed } from "../policy.ts";
import { type CheckInState, getCheckInOpening, getCheckInState } from "./meeting-window.ts";
import { findMeeting, type FoundMeeting } from "./find-meeting.ts";

/** As many as a phone draws at once without a pause; most classes are smaller. */
const ROSTER_PAGE_SIZE = 60;

export type RosterRow = {
  enrolmentId: string;
  name: string;
  enrolmentState: EnrolmentState;
  /** Not of whoever was at the meeting and has left the class since. */
  isHere: boolean;
  /** Nothing was said of them yet where it is null; so are the others then. */
  state: AttendanceState | null;
  via: AttendanceVia | null;
  markedAt: Date | null;
  markedByName: string | null;
};

export type Roster = {
  meeting: FoundMeeting;
  rows: RosterRow[];
  page: number;
  pageSize: number;
  /** How many the filter leaves. */
  total: number;
  students: number;
  counts: Record<AttendanceState, number>;
  unmarked: number;
  mayMark: boolean;
  checkIn: CheckInState;
  checkInOpensAt: Date;
};

/**
 * Who takes part in a meeting and what was said of each, by name, a page at a time: for who teaches the course, and the office. `only`:
 * those in one state, or of whom nothing was said. Undefined for a meeting that is none, or not the actor's to see.
 */
export async function getRoster(
  ctx: ReadCtx,
  input: { meetingId: string; page?: number; only?: AttendanceState | "unmarked" },
): Promise<Roster | undefined> {
  const found = await findVisibleMeeting(ctx, input.meetingId);
  if (!found) return undefined;
  const { meeting, teacherIds } = found;
  const counts = await countStates(ctx, meeting);
  const students = Object.values(counts).reduce((sum, each) => sum + each, 0);
  const total = input.only === undefined ? students : counts[input.only];
  const last = Math.max(1, Math.ceil(total / ROSTER_PAGE_SIZE));
  const { limit, offset, page } = getPageWindow(Math.min(input.page ?? 1, last), ROSTER_PAGE_SIZE);
  const { unmarked, ...marked } = counts;
  return {
    meeting,
    rows: await selectRows(ctx, { meeting, only: input.only, limit, offset }),
    ...{ page, pageSize: ROSTER_PAGE_SIZE, total, students, counts: marked, unmarked },
    mayMark: isAllowed(ctx.actor, "attendance.mark", { teacherIds }),
    checkIn: getCheckInState(meeting, ctx.now),
    checkInOpensAt: getCheckInOpening(meeting),
  };
}

/** A meeting for who teaches its course, and the office. */
async function findVisibleMeeting(ctx: ReadCtx, meetingId: string) {
  try {
    const found = await findMeeting(ctx.read, meetingId);
    return isAllowed(ctx.actor, "attendance.read", { teacherIds: found.teacherIds }) ? found : undefined;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** SQL: who takes part in the meeting, and whoever was marked and has left the class since: what was recorded stays in sight. */
function takesPart({ read }: ReadCtx, { id, cohortId }: FoundMeeting): SQL {
  const members = read
    .select({ id: enrolments.id })
    .from(enrolments)
    .where(and(eq(enrolments.cohortId, cohortId), inArray(enrolments.state, [...TAKES_PART])));
  const marked = read.select({ id: attendance.enrolmentId }).from(attendance).where(eq(attendance.meetingId, id));
  return inArray(enrolments.id, members.union(marked));
}

/** SQL: what was said of an enrolment for the meeting. */
const ofMeeting = ({ id }: FoundMeeting) =>
  and(eq(attendance.enrolmentId, enrolments.id), eq(attendance.meetingId, id));

async function countStates(ctx: ReadCtx, meeting: FoundMeeting): Promise<Record<AttendanceState | "unmarked", number>> {
  const rows = await ctx.read
    .select({ state: attendance.state, students: count() })
    .from(enrolments)
    .leftJoin(attendance, ofMeeting(meeting))
    .where(takesPart(ctx, meeting))
    .groupBy(attendance.state);
  const of = (state: AttendanceState | null) => rows.find((row) => row.state === state)?.students ?? 0;
  const marked = Object.fromEntries(ATTENDANCE_STATES.map((state) => [state, of(state)]));
  return { ...(marked as Record<AttendanceState, number>), unmarked: of(null) };
}

type Wanted = { meeting: FoundMeeting; only: AttendanceState | "unmarked" | undefined; limit: number; offset: number };

async function selectRows(ctx: ReadCtx, { meeting, only, limit, offset }: Wanted): Promise<RosterRow[]> {
  const markers = alias(users, "markers");
  const rows = await ctx.read
    .select({
      enrolmentId: enrolments.id,
      name: users.name,
      enrolmentState: enrolments.state,
      cohortId: enrolments.cohortId,
      state: attendance.state,
      via: attendance.via,
      markedAt: attendance.markedAt,
      markedByName: markers.name,
    })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .leftJoin(attendance, ofMeeting(meeting))
    .leftJoin(markers, eq(markers.id, attendance.markedBy))
    .where(and(takesPart(ctx, meeting), isOnly(only)))
    .orderBy(asc(users.sortKey), asc(users.id))
    .limit(limit)
    .offset(offset);
  return rows.map(({ cohortId, ...row }) => ({
    ...row,
    isHere: cohortId === meeting.cohortId && TAKES_PART.some((state) => state === row.enrolmentState),
  }));
}

function isOnly(only: Wanted["only"]): SQL | undefined {
  if (only === undefined) return undefined;
  return only === "unmarked" ? isNull(attendance.state) : eq(attendance.state, only);
}
