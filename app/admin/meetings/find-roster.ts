import { notFound } from "next/navigation";
import { cache } from "react";
import { requirePermission } from "#app/_auth/viewer.ts";
import { getOfficeContext } from "#app/admin/_list/office-context.ts";
import { ATTENDANCE_STATES, type AttendanceState } from "#db/enums.ts";
import { getRoster } from "#domain/attendance/get-roster.ts";

/** The roster of a meeting, for the pages about it. Somebody who may not see it finds nothing. */
export const findRoster = cache(async (meetingId: string, only?: AttendanceState | "unmarked", page?: number) => {
  const viewer = await requirePermission("course.list", `/admin/meetings/${meetingId}`);
  const { read } = await getOfficeContext();
  const roster = await getRoster(read, { meetingId, ...(only ? { only } : {}), ...(page ? { page } : {}) });
  if (!roster) notFound();
  return { roster, read, viewer };
});

type Asked = { only?: string | string[]; page?: string | string[] };

/** Which part of the class an address asks for; what is none is all of it. */
export function readRosterAddress({ only, page }: Asked) {
  const known = [...ATTENDANCE_STATES, "unmarked" as const].find((each) => each === only);
  const number = Number(page);
  return { only: known, page: Number.isSafeInteger(number) && number > 0 ? number : 1 };
}
