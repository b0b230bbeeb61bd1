import { toStoredSearchText } from "../kernel/search-text.ts";

/** What a ticket is found by, beside its requester: written when it is opened, and by fill-text-keys.ts where it is missing. */
export function buildTicketKeys({ code, subject }: { code: string; subject: string }): {
  searchText: string;
  keysOf: string;
} {
  return { searchText: toStoredSearchText(code, subject), keysOf: `${code} ${subject}` };
}
