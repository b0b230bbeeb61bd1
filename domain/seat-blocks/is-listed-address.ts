import { isAtDomain } from "../rules/mail-domains.ts";

/** Whether a stored address is one of a list of addresses and domains. */
export const isListedAddress = (email: string, list: readonly string[]): boolean =>
  list.includes(email) ||
  isAtDomain(
    email,
    list.filter((each) => !each.includes("@")),
  );
