import { formatLocalTime, getAmbiguousOffset } from "#domain/kernel/local-time.ts";
import type { CatalogueRow } from "#domain/courses/list-catalogue-rows.ts";
import { toDecimal } from "#domain/kernel/money.ts";
import type { CsvCell, CsvColumn } from "../csv.ts";
import { MATRICULA_COLUMNS, type MatriculaColumn } from "./matricula.ts";

type CellOf = (row: CatalogueRow) => CsvCell;

const CELLS: Record<MatriculaColumn, CellOf> = {
  key: ({ course }) => course.id,
  title: ({ course }) => course.title,
  summary: ({ course }) => course.summary,
  description: ({ course }) => course.description,
  subject: ({ course }) => course.subject,
  level: ({ course }) => course.level,
  language: ({ course }) => course.language,
  cohort_key: ({ cohort }) => cohort?.id,
  cohort: ({ cohort }) => cohort?.name,
  starts: ({ cohort }) => localCell(cohort?.startsAt, cohort?.timezone),
  ends: ({ cohort }) => localCell(cohort?.endsAt, cohort?.timezone),
  timezone: ({ cohort }) => cohort?.timezone,
  place: ({ cohort }) => cohort?.place,
  capacity: ({ cohort }) => cohort && (cohort.capacity ?? "unlimited"),
  price: ({ cohort }) => cohort && toDecimal({ minor: cohort.priceMinor, currency: cohort.currency }),
  currency: ({ cohort }) => cohort?.currency,
  opens: ({ cohort }) => localCell(cohort?.opensAt, cohort?.timezone),
  closes: ({ cohort }) => localCell(cohort?.closesAt, cohort?.timezone),
  access_days: ({ cohort }) => cohort?.accessDays,
  waiting_list: ({ cohort }) => cohort && (cohort.waitingList ? "yes" : "no"),
};

/** The catalogue as Matricula's own file: importing it again changes nothing. */
export const CATALOGUE_COLUMNS: readonly CsvColumn<CatalogueRow>[] = MATRICULA_COLUMNS.map((header) => ({
  header,
  cell: CELLS[header],
}));

/** A time on the wall clock of its place; with its offset where that clock says it twice or leaves a part of it out. */
function localCell(instant: Date | null | undefined, timezone = "UTC"): string {
  if (!instant) return "";
  if (getAmbiguousOffset(instant, timezone) || instant.getUTCMilliseconds() > 0) return instant.toISOString();
  return formatLocalTime(instant, timezone).replace("T", " ");
}
