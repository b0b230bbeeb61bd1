import { Refusal } from "../kernel/refusal.ts";
import type { PrintFault } from "./explain-print-fault.ts";

/** What cannot be printed is refused with the way to mend it, beside the field when it is the name. */
export const refuseFault = ({ field, words }: PrintFault): Refusal =>
  new Refusal("not_printable", field === "name" ? { words, fields: { name: words } } : { words });
