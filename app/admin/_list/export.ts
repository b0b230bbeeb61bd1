import { getViewer } from "#app/_auth/viewer.ts";
import { getRequestFacts } from "#app/_http/request.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { recordExport } from "#domain/audit/record-export.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { type Action, isAllowed } from "#domain/policy.ts";
import type { AnyFilter } from "#domain/kernel/lists/filters.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { type ListAddress, readAddress, toFilterParams, toFilterValues } from "./list.ts";
import { type CsvColumn, csvStream } from "#ops/csv.ts";
import { reading, write } from "#runtime";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ExportedList<Row> = {
  /** Who may read the list may export it. */
  action: Action;
  /** The list's name, for the file and for the audit log. */
  name: string;
  /** As they stand in the address. */
  filters: Record<string, string>;
  columns: readonly CsvColumn<Row>[];
  rows: (ctx: ReadCtx) => AsyncGenerator<Row[]>;
};

/**
 * Answers with a list as a file. Somebody who may not read the list finds nothing here. Who took which part of it is noted
 * first. `?bom=1` marks the file for Excel.
 */
export async function exportList<Row>(request: Request, list: ExportedList<Row>): Promise<Response> {
  const address = new URL(request.url);
  const who = await getViewer();
  if (!who) {
    const next = encodeURIComponent(`${address.pathname}${address.search}`);
    return new Response(null, { status: 303, headers: { location: `/sign-in?next=${next}` } });
  }
  const actor = toActor(who);
  if (!isStaff(actor) || !isAllowed(actor, list.action))
    return new Response(getTranslator()("admin_list.not_found"), { status: 404 });
  const { requestId } = await getRequestFacts();
  const { action, name, filters } = list;
  await write({ actor, requestId }, (ctx) => recordExport(ctx, { action, list: name, filters }));
  const ctx = reading(actor);
  const body = csvStream(list.columns, list.rows(ctx), { byteOrderMark: address.searchParams.has("bom") });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}-${ctx.now.toISOString().slice(0, 10)}.csv"`,
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

/** The words of an address as a list reads them. */
export function searchParamsOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** What an export takes from an address: the same filters and the same order as the page. */
export function readExport<
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
  Words extends Record<string, keyof Filters & string>,
>(address: ListAddress<SortName, Filters, Row, Words>, request: Request): Pick<ExportedList<Row>, "filters" | "rows"> {
  const { filters, view } = readAddress(address, searchParamsOf(request));
  return {
    filters: toFilterParams(filters),
    rows: async function* (ctx) {
      const { timezone } = await getSettingsOnce(ctx);
      yield* address.list.stream(ctx, toFilterValues(address, filters, timezone), view);
    },
  };
}
