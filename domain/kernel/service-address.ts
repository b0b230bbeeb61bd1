import ipaddr from "ipaddr.js";

/** What an address may hold besides its scheme, its host and its port. */
type Parts = { path?: boolean; account?: boolean };

/**
 * Whether a text is the address of a service, as a setting takes it: nothing in it is there by mistake and silently left out. A query
 * and a fragment never belong to one; an account is only in one that is asked for it.
 */
export function isServiceAddress(text: string, protocols: readonly string[], { path, account }: Parts = {}): boolean {
  if (!/^[a-z]+:\/\/[^/]/i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  if (!protocols.includes(url.protocol) || url.hostname === "" || url.port === "0") return false;
  if (!account && /^[^/]*\/\/[^/?#]*@/.test(text)) return false;
  if (!path && url.pathname.length > 1) return false;
  return !/[?#]/.test(text);
}

/** Whether a text names a host alone: a name, or an address, without a port. */
export const isHost = (text: string): boolean => isIPv6(text) || /^[A-Za-z0-9._-]{1,253}$/.test(text);

/** Whether a text says where a daemon listens: a socket's path, or a host and a port (IPv6 in brackets). */
export function isSocketOrHostPort(text: string): boolean {
  if (/^\/[^\r\n]{1,100}$/.test(text)) return true;
  const [, host = "", port = ""] = /^([A-Za-z0-9.-]{1,253}|\[[^\]]*\]):(\d{1,5})$/.exec(text) ?? [];
  const isHostThere = host.startsWith("[") ? isIPv6(host.slice(1, -1)) : host !== "";
  return isHostThere && Number(port) >= 1 && Number(port) <= 65_535;
}

const isIPv6 = (text: string) => ipaddr.IPv6.isValid(text) && !text.includes("%");
