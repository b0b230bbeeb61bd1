import { listEmailForms } from "../kernel/email-address.ts";
import { toStoredSearchText } from "../kernel/search-text.ts";
import { toSortKey } from "../kernel/sort-key.ts";

export type PersonKeys = { sortKey: string; searchText: string; keysOf: string };

/**
 * What a person is sorted by and found by: written with every name and every address, because no database can make it. A
 * row that was written without it is found by the index `users_stale_keys`, which compares `keysOf`, and filled by
 * fill-text-keys.ts.
 */
export function buildPersonKeys({ name, email }: { name: string; email: string }): PersonKeys {
  return {
    sortKey: toSortKey(name),
    searchText: toStoredSearchText(name, ...listEmailForms(email)),
    keysOf: `${name} ${email}`,
  };
}
