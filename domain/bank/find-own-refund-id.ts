import type { StatementLine } from "./statement.ts";

/** The refund whose id a line carries, as it stands in the school's file for the bank (`EndToEndId`: 32 characters, however they are spaced). */
export function findOwnRefundId({ endToEndId, text }: Pick<StatementLine, "endToEndId" | "text">): string | undefined {
  const [id] = /[0-9a-f]{32}/i.exec(`${endToEndId} ${text}`.replace(/\s/g, "")) ?? [];
  return id && `ref_${id.toLowerCase()}`;
}
