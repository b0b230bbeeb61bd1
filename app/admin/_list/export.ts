import { getViewer } from "#app/_auth/viewer.ts";
import { getRequestFacts } from "#app/_http/request.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { recordExport } from "#domain/audit/record-export.ts";
import { isStaff } from "#domain/kernel/actor.ts";
import type { ReadCtx } from "#domain/kernel/command.ts";
import { type Action, isAllowed, type Resource } from "#domain/policy.ts";
import type { AnyFilter } from "#domain/kernel/lists/filters.ts";
import { getSettingsOnce } from "#domain/settings/get-school-settings.ts";
import { type ListAddress, readAddress, toFilterParams, toFilterValues } from "./list.ts";
import { type CsvColumn, type CsvDelimiter, csvStream } from "#ops/csv.ts";
import { reading, write } from "#runtime";
import { getTranslator } from "#components/messages/get-translator.ts";

export type ExportedList<Row> = {
  /** Who may read the list may export it. */
  action: Action;
  /** Whose it is, where that decides; nothing is found where there is no such thing. */
  of?: (ctx: ReadCtx) => Promise<Resource | undefined>;
  /** The list's name, for the file and for the audit log. */
  name: string;
  /** As they stand in the address. */
  filters: Record<string, string>;
  columns: readonly CsvColumn<Row>[];
  /** Marks the file for Excel whether that is asked for or not. */
  byteOrderMark?: boolean;
  /** What stands between its cells, where that is no comma. */
  delimiter?: CsvDelimiter | undefined;
  rows: (ctx: ReadCtx) => AsyncGenerator<Row[]>;
};

type Admitted = { ctx: ReadCtx; headers: (extension: string) => Record<string, string> };

/**
 * Lets an export through, and notes who took which part of what. Somebody who may not read it finds nothing here; a visitor is asked
 * to sign in.
 */
export async function admitExport(
  request: Request,
  { action, of, name, filters }: Pick<ExportedList<unknown>, "action" | "of" | "name" | "filters">,
): Promise<Admitted | { refusal: Response }> {
  const address = new URL(request.url);
  const who = await getViewer();
  if (!who) {
    const next = encodeURIComponent(`${address.pathname}${address.search}`);
    return { refusal: new Response(null, { status: 303, headers: { location: `/sign-in?next=${next}` } }) };
  }
  const actor = toActor(who);
  const ctx = reading(actor);
  const resource = of ? await of(ctx) : {};
  if (!isStaff(actor) || !resource || !isAllowed(actor, action, resource))
    return { refusal: new Response(getTranslator()("admin_list.not_found"), { status: 404 }) };
  const { requestId } = await getRequestFacts();
  await write({ actor, requestId }, (ctx) => recordExport(ctx, { action, resource, list: name, filters }));
  const day = ctx.now.toISOString().slice(0, 10);
  const headers = (extension: string) => ({
    "content-disposition": `attachment; filename="${name}-${day}.${extension}"`,
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
  return { ctx, headers };
}

/** Answers with a list as a file. `?bom=1` marks the file for Excel. */
export async function exportList<Row>(request: Request, list: ExportedList<Row>): Promise<Response> {
  const admitted = await admitExport(request, list);
  if ("refusal" in admitted) return admitted.refusal;
  const { ctx, headers } = admitted;
  const byteOrderMark = list.byteOrderMark ?? new URL(request.url).searchParams.has("bom");
  const body = csvStream(list.columns, list.rows(ctx), { byteOrderMark, delimiter: list.delimiter });
  return new Response(body, { headers: { ...headers("csv"), "content-type": "text/csv; charset=utf-8" } });
}

/** The words of an address as a list reads them. */
export function searchParamsOf(request: Request): Record<string, string> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

/** What an export takes from an address: the same filters and the same order as the page, and those that its path `sets`. */
export function readExport<
  SortName extends string,
  Filters extends Record<string, AnyFilter>,
  Row,
  Words extends Record<string, keyof Filters & string>,
>(
  address: ListAddress<SortName, Filters, Row, Words>,
  request: Request,
  sets: Record<string, string> = {},
): Pick<ExportedList<Row>, "filters" | "rows"> {
  const { filters, view } = readAddress(address, searchParamsOf(request));
  return {
    filters: { ...toFilterParams(filters), ...sets },
    rows: async function* (ctx) {
      const { timezone } = await getSettingsOnce(ctx);
      yield* address.list.stream(ctx, { ...toFilterValues(address, filters, timezone), ...sets }, view);
    },
  };
}
