/**
 * A place in PostgreSQL's write-ahead log (an LSN), as a number: the log only grows, so the later of two is the greater.
 * https://www.postgresql.org/docs/current/datatype-pg-lsn.html
 */
export type WalPosition = bigint;

/** Before everything: any replica has come as far. */
export const BEGINNING: WalPosition = 0n;
/** Behind everything: no replica ever comes as far. For who has written when it is not known how far the log had come. */
export const NEVER: WalPosition = 0xffff_ffff_ffff_ffffn;

const TEXT = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i;
const PAGE_BYTES = 8192n;
const PAGE_HEAD_BYTES = 24n;

/** Undefined for what is none. */
export function readWalPosition(text: unknown): WalPosition | undefined {
  const [, high, low] = (typeof text === "string" && TEXT.exec(text)) || [];
  if (high === undefined || low === undefined) return undefined;
  const position = (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`);
  // Where the next record will begin is behind the head of its page; where the last one ended is before it. No record ends in a head.
  return position % PAGE_BYTES === PAGE_HEAD_BYTES ? position - PAGE_HEAD_BYTES : position;
}

export function formatWalPosition(position: WalPosition): string {
  const half = (part: bigint) => part.toString(16).toUpperCase();
  return `${half(position >> 32n)}/${half(position & 0xffff_ffffn)}`;
}
