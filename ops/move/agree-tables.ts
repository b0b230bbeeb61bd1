import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import type { FoundTable } from "./end.ts";
import { CHANGES } from "./change-log.ts";
import { ARRIVING, MOVED } from "./markers.ts";
import { isMovedType, type MovedTable } from "./value-forms.ts";

/**
 * The migrations differ between the engines; each end has its own list of them. Only a file checks at commit that the books are in balance
 * by a table, which is always empty. The others are a move's own.
 */
const NOT_MOVED = new Set(["matricula_migrations", "unbalanced", MOVED, ARRIVING, CHANGES]);

/** The names of those tables that move. */
export const namesOfMoved = (tables: readonly FoundTable[]): string[] =>
  tables.map(({ name }) => name).filter((name) => !NOT_MOVED.has(name));

/** The tables of both ends, with the types that PostgreSQL says. Throws with the name of whatever only one of them has. */
export function agreeTables(sqlite: readonly FoundTable[], postgres: readonly FoundTable[]): MovedTable[] {
  const names = (tables: readonly FoundTable[]) => namesOfMoved(tables).sort();
  refuseFirst(names(sqlite), names(postgres), (name) => name);
  return names(postgres).map((name) => {
    const [one, other] = [sqlite, postgres].map((tables) => tables.find((table) => table.name === name) as FoundTable);
    const [lite, full] = [one as FoundTable, other as FoundTable];
    const columnsOf = (table: FoundTable) => table.columns.map((column) => column.name).sort();
    refuseFirst(columnsOf(lite), columnsOf(full), (column) => `${name}.${column}`);
    const columns = full.columns.map(({ name: column, type }) => {
      if (!isMovedType(type))
        throw new MessageError(message("move.type_is_unknown", { name: `${name}.${column}`, type }));
      return { name: column, type };
    });
    if (lite.key.length === 0 || lite.key.join() !== full.key.join())
      throw new MessageError(message("move.ends_differ", { name }));
    return { name, columns, key: lite.key };
  });
}

function refuseFirst(one: readonly string[], other: readonly string[], named: (name: string) => string): void {
  const alone = one.find((name) => !other.includes(name)) ?? other.find((name) => !one.includes(name));
  if (alone !== undefined) throw new MessageError(message("move.ends_differ", { name: named(alone) }));
}
