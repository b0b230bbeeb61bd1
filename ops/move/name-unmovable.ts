import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";
import type { MovedTable, Problem } from "./value-forms.ts";

/** Why a value cannot be held by the other engine, with the table, the row and the column that a person would look for. */
export function nameUnmovable(
  { name: table }: MovedTable,
  { row, column, problem }: { row: string; column: string; problem: Problem },
): MessageError {
  const why = message(`move.cannot_hold_${problem}`);
  return new MessageError(message("move.value_cannot_move", { table, row, column, why }));
}
