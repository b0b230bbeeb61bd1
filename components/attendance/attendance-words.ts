import type { Tone } from "#components/ui/badge.tsx";
import type { Mark } from "#domain/attendance/mark-attendance.ts";
import type { PlainKey } from "#messages/message.ts";

export type AttendanceState = Mark["state"];

/** How each state is called, and the colour that repeats it. */
export const ATTENDANCE_WORDS: Record<AttendanceState, { label: PlainKey; tone: Tone }> = {
  present: { label: "attendance.present", tone: "ok" },
  late: { label: "attendance.late", tone: "warn" },
  excused: { label: "attendance.excused", tone: "info" },
  absent: { label: "attendance.absent", tone: "bad" },
};

export const ATTENDANCE_ORDER = ["present", "late", "excused", "absent"] as const satisfies readonly AttendanceState[];
