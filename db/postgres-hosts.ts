/** Which of several servers is meant: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-TARGET-SESSION-ATTRS */
export const SESSION_ATTRIBUTES = ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"] as const;
export type SessionAttribute = (typeof SESSION_ATTRIBUTES)[number];

/** The parameter in which an address carries its further hosts, since a URL has one: `postgres-address.ts` writes it. */
export const MORE_HOSTS = "more_hosts";

export type Host = { host: string; port: number; isPortNamed: boolean };

/** The hosts of an address, in the order in which they are tried. */
export function hostsOf(address: string): { hosts: Host[]; wanted: SessionAttribute } {
  const url = new URL(address);
  const named = `${url.host},${url.searchParams.get(MORE_HOSTS) ?? ""}`.split(",").filter((each) => each !== "");
  const hosts = named.map((each) => {
    const { hostname, port } = new URL(`postgres://${each}`);
    return {
      host: decodeURIComponent(hostname).replace(/^\[|\]$/g, ""),
      port: Number(port || 5432),
      isPortNamed: port !== "",
    };
  });
  return { hosts, wanted: (url.searchParams.get("target_session_attrs") ?? "any") as SessionAttribute };
}
