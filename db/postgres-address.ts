import { existsSync, readFileSync } from "node:fs";
import { hostsOf, MORE_HOSTS, SESSION_ATTRIBUTES, type SessionAttribute } from "./postgres-hosts.ts";
import { type Message, message, sourceText } from "#messages/message.ts";

/** What is wrong with an address, and what mends it, in words without any part of it that could be a password. */
export class AddressProblem extends Error {
  override name = "AddressProblem";
  readonly told: Message;
  readonly mend: Message;
  constructor(told: Message, mend: Message) {
    super(sourceText(told));
    this.told = told;
    this.mend = mend;
  }
}

const SCHEME = /^postgres(?:ql)?:\/\//;
/** Hosts, database, parameters: what stands behind the account (PostgreSQL 18's manual, 32.1.1.2). */
const BEHIND_ACCOUNT = /^([^@/?]*)(?:\/([^/?@]*))?(?:\?((?:\w+=[^&]*)(?:&\w+=[^&]*)*)?)?$/;
const HOST = /^(?:\[[\da-f:.]+\]|[\w.-]*|%2f[\w%.-]*)(?::(\d{1,5}))?$/i;

const TLS_MODES = ["disable", "require", "verify-ca", "verify-full"] as const;

/** Where Linux distributions keep the certificates that they trust; libpq looks there only when it is told to. */
const TRUSTED_BY_SYSTEM = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];

/** What other tools want in such an address, and nothing here or in `psql` does. */
const OTHERS_PARAMETERS = ["pgbouncer", "connection_limit", "pool_timeout", "schema", "statement_cache_size"];

/**
 * The address of a PostgreSQL database in the one form that every part of the school reads, from what a person wrote: as `psql` understands
 * it, and a password may hold `@`, `#`, `/` or `?` as they are. TLS means what libpq says it means: `require` encrypts, and only `verify-ca` and
 * `verify-full` (or `sslrootcert`) ask who the server is. Unlike there, another machine is reached by TLS unless the address says `disable`. `among`: which of several hosts is meant when the address does not say.
 * Throws `AddressProblem`.
 */
export function normalisePostgresAddress(text: string, among: SessionAttribute = "read-write"): string {
  const { account, host, database, query } = splitAddress(text.trim());
  const [first = "", ...more] = host.split(",").map(nameHost);
  for (const each of [first, ...more]) checkHost(each);
  const [user, password] = splitAccount(account);
  const parameters = readParameters(query, [first, ...more]);
  if (more.length > 0) {
    parameters.set(MORE_HOSTS, more.join(","));
    // To psql any of them is welcome; a school that cannot write is of no use.
    if (!parameters.has("target_session_attrs")) parameters.set("target_session_attrs", among);
  }
  const url = new URL(`postgres://${first}/`);
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.pathname = `/${encodeURIComponent(decoded(database, "name") || user)}`;
  for (const [name, value] of parameters) url.searchParams.set(name, value);
  // node-postgres reads `require` as `verify-full` unless it is told that libpq's meaning is meant.
  if (parameters.has("sslmode")) url.searchParams.set("uselibpqcompat", "true");
  return url.href;
}

type Parts = { account: string; host: string; database: string; query: string };

/** The account ends at the first `@` behind which everything can be read, so that a password may hold others. */
function splitAddress(text: string): Parts {
  const rest = text.replace(SCHEME, "");
  const ends = rest.split("").flatMap((sign, at) => (sign === "@" ? [at] : []));
  for (const end of rest === text ? [] : [...ends, -1]) {
    const behind = BEHIND_ACCOUNT.exec(rest.slice(end + 1));
    if (!behind || (end === -1 && ends.length > 0)) continue;
    const [, host = "", database = "", query = ""] = behind;
    return { account: rest.slice(0, Math.max(0, end)), host, database, query };
  }
  throw new AddressProblem(
    message("config.postgres_address_unreadable"),
    message("config.mend_postgres_address_unreadable"),
  );
}

function splitAccount(account: string): [user: string, password: string] {
  const colon = account.indexOf(":");
  if (colon < 0) return [decoded(account, "user"), ""];
  return [decoded(account.slice(0, colon), "user"), safelyDecoded(account.slice(colon + 1))];
}

/** No host, or a port alone, is this machine. */
const nameHost = (host: string) => (/^(?::\d+)?$/.test(host) ? `localhost${host}` : host);

function checkHost(host: string): void {
  const port = HOST.exec(host);
  if (!port || !isReadable(host)) {
    const mend = message("config.mend_postgres_host");
    throw new AddressProblem(message("config.postgres_host_unreadable"), mend);
  }
  if (port[1] !== undefined && (Number(port[1]) < 1 || Number(port[1]) > 65_535)) {
    throw new AddressProblem(message("config.postgres_port_is_none"), message("config.mend_postgres_port"));
  }
}

function isReadable(host: string): boolean {
  try {
    decodeURIComponent(host);
    return host === "" || URL.canParse(`postgres://${host.replace(/:\d+$/, "")}/`);
  } catch {
    return false;
  }
}

function readParameters(query: string, hosts: readonly string[]): Map<string, string> {
  const parameters = new Map(new URLSearchParams(query.replaceAll("+", "%2B")));
  for (const name of OTHERS_PARAMETERS) parameters.delete(name);
  parameters.delete("uselibpqcompat");
  if (!parameters.has("sslmode") && !parameters.has("sslrootcert") && !isThisMachine(parameters.get("host"), hosts)) {
    parameters.set("sslmode", "require");
  }
  checkTls(parameters);
  const kind = parameters.get("target_session_attrs");
  if (kind !== undefined && !SESSION_ATTRIBUTES.some((each) => each === kind)) {
    const mend = message("config.mend_postgres_session_attribute", { names: SESSION_ATTRIBUTES.join(", ") });
    throw new AddressProblem(message("config.postgres_session_attribute_is_none"), mend);
  }
  return parameters;
}

const LOCAL = /^(?:|localhost|127(?:\.\d{1,3}){3}|\[::1\]|%2f.*|\/.*)(?::\d+)?$/i;

/** Between two machines others may listen. A host in the parameters stands above the others. */
const isThisMachine = (named: string | undefined, hosts: readonly string[]) =>
  (named === undefined ? hosts : named.split(",")).every((host) => LOCAL.test(host));

function checkTls(parameters: Map<string, string>): void {
  const root = parameters.get("sslrootcert");
  // What node-postgres calls no-verify is what libpq calls require.
  const mode = parameters.get("sslmode") === "no-verify" ? "require" : parameters.get("sslmode");
  if (root === "system") parameters.delete("sslrootcert");
  if (mode === undefined && root === undefined) return;
  const wanted = mode ?? (root === "system" ? "verify-full" : "require");
  if (!TLS_MODES.some((each) => each === wanted)) {
    throw new AddressProblem(message("config.postgres_sslmode_is_none"), message("config.mend_postgres_sslmode"));
  }
  if (root === "system" && wanted !== "verify-full") {
    throw new AddressProblem(
      message("config.postgres_system_authority"),
      message("config.mend_postgres_system_authority"),
    );
  }
  if (wanted === "verify-ca" && root === undefined) {
    throw new AddressProblem(message("config.postgres_authority_unknown"), message("config.mend_postgres_authority"));
  }
  for (const name of ["sslrootcert", "sslcert", "sslkey"]) checkFile(name, parameters.get(name));
  parameters.set("sslmode", wanted);
}

function checkFile(name: string, file: string | undefined): void {
  if (file === undefined) return;
  try {
    readFileSync(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "?";
    throw new AddressProblem(
      message("config.postgres_file_unreadable", { name, code, file }),
      message("config.mend_postgres_file", { name }),
    );
  }
}

function decoded(text: string, part: "name" | "user"): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AddressProblem(message("config.postgres_percent", { part }), message("config.mend_postgres_percent"));
  }
}

/** A password that was not encoded may hold a `%` that means itself. */
function safelyDecoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The same for PostgreSQL's own programs, by their environment: what stands on a command line, other accounts can read. */
export function environmentOfPostgres(address: string): Record<"PGDATABASE", string> & Record<string, string> {
  const { username, password, pathname, searchParams } = new URL(address);
  const { hosts } = hostsOf(address);
  const isAtPort = hosts.some(({ isPortNamed }) => isPortNamed);
  const mode = searchParams.get("sslmode") ?? "";
  const root = searchParams.get("sslrootcert");
  const said = {
    PGHOST: searchParams.get("host") ?? hosts.map(({ host }) => host).join(","),
    PGPORT: searchParams.get("port") ?? (isAtPort ? hosts.map(({ port }) => port).join(",") : ""),
    PGTARGETSESSIONATTRS: searchParams.get("target_session_attrs") ?? "",
    PGUSER: searchParams.get("user") ?? decodeURIComponent(username),
    PGPASSWORD: searchParams.get("password") ?? decodeURIComponent(password),
    PGSSLMODE: mode,
    PGSSLROOTCERT: root ?? (mode === "verify-full" ? (TRUSTED_BY_SYSTEM.find((file) => existsSync(file)) ?? "") : ""),
    PGSSLCERT: searchParams.get("sslcert") ?? "",
    PGSSLKEY: searchParams.get("sslkey") ?? "",
    PGOPTIONS: searchParams.get("options") ?? "",
    PGCONNECT_TIMEOUT: searchParams.get("connect_timeout") ?? "",
  };
  const reach = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ""));
  return { ...reach, PGDATABASE: decodeURIComponent(pathname.slice(1)) };
}
