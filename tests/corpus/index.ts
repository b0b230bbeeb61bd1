/**
 * What people send, as a shared module: names, addresses and texts with what must become of each. A test that fills a field,
 * whether of a form, the API or a file, takes its inputs from here.
 */
export { ADDRESSES, REFUSED_ADDRESSES } from "./addresses.ts";
export { EMPTY_NAMES, LONG_NAME, NAMES } from "./names.ts";
export { NAUGHTY_STRINGS, OTHER_TEXTS, SAME_TEXTS, SORTED_NAMES, UNICODE } from "./texts.ts";
