/**
 * Registrations and withdrawals of students in runs of courses, as the Open University publishes them (OULAD,
 * studentRegistration.csv): days are counted from the start of a run, and are negative before it.
 */
import Papa from "papaparse";

export type Registration = { run: string; student: string; registered: number; withdrew: number | undefined };
/** `2013J` begins in October, `2013B` in February. */
export type Run = { name: string; startsAt: Date; days: number };
export type Step = { at: number; run: string; student: string; kind: "registers" | "withdraws" };

const MONTHS: Record<string, number> = { B: 1, J: 9 };
const DAY_MS = 86_400_000;

function readTable(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  if (errors[0]) throw new Error(`line ${(errors[0].row ?? 0) + 2}: ${errors[0].message}`);
  return data;
}

const nameOf = (row: Record<string, string>) => `${row.code_module} ${row.code_presentation}`;

export function readRuns(text: string): Run[] {
  return readTable(text).map((row) => {
    const presentation = row.code_presentation ?? "";
    const month = MONTHS[presentation.slice(4)];
    if (month === undefined) throw new Error(`No month is known for ${presentation}.`);
    const startsAt = new Date(Date.UTC(Number(presentation.slice(0, 4)), month, 1, 9));
    return { name: nameOf(row), startsAt, days: Number(row.module_presentation_length) };
  });
}

/** Who has no day of registration was never seen to register, and is left out. A withdrawal before it counts on that day. */
export function readRegistrations(text: string): { registrations: Registration[]; undated: number } {
  const rows = readTable(text);
  const registrations = rows
    .filter(({ date_registration }) => date_registration !== "")
    .map((row) => ({
      run: nameOf(row),
      student: row.id_student ?? "",
      registered: Number(row.date_registration),
      withdrew:
        row.date_unregistration === ""
          ? undefined
          : Math.max(Number(row.date_unregistration), Number(row.date_registration)),
    }));
  return { registrations, undated: rows.length - registrations.length };
}

/** Everything that happened, in its order; on one day people register before they withdraw. Times are of noon, in milliseconds. */
export function listSteps(runs: readonly Run[], registrations: readonly Registration[]): Step[] {
  const starts = new Map(runs.map(({ name, startsAt }) => [name, startsAt.getTime()]));
  const noon = (run: string, day: number) => (starts.get(run) ?? Number.NaN) + day * DAY_MS + DAY_MS / 8;
  const steps = registrations.flatMap(({ run, student, registered, withdrew }): Step[] => [
    { at: noon(run, registered), run, student, kind: "registers" },
    ...(withdrew === undefined ? [] : [{ at: noon(run, withdrew) + 1, run, student, kind: "withdraws" as const }]),
  ]);
  return steps.sort((one, other) => one.at - other.at);
}

/** Who has a place in each run after these steps, and since when: counted from the file alone. */
export function countPlaces(steps: readonly Step[]): Map<string, Map<string, number>> {
  const places = new Map<string, Map<string, number>>();
  for (const step of steps) {
    const of = places.get(step.run) ?? new Map<string, number>();
    places.set(step.run, of);
    if (step.kind === "registers") of.set(step.student, step.at);
    else of.delete(step.student);
  }
  return places;
}
