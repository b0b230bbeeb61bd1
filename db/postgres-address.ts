import { existsSync, readFileSync } from "node:fs";
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
 * `verify-full` (or `sslrootcert`) ask who the server is. Throws `AddressProblem`.
 */
export function normalisePostgresAddress(text: string): string {
  const { account, host, database, query } = splitAddress(text.trim());
  checkHost(host);
  const [user, password] = splitAccount(account);
  const parameters = readParameters(query);
  const url = new URL(`postgres://${host === "" ? "localhost" : host}/`);
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

function checkHost(host: string): void {
  if (host.includes(",")) {
    throw new AddressProblem(message("config.postgres_several_hosts"), message("config.mend_postgres_several_hosts"));
  }
  const port = HOST.exec(host);
  if (!port) {
    const mend = message("config.mend_postgres_host");
    throw new AddressProblem(message("config.postgres_host_unreadable"), mend);
  }
  if (port[1] !== undefined && (Number(port[1]) < 1 || Number(port[1]) > 65_535)) {
    throw new AddressProblem(message("config.postgres_port_is_none"), message("config.mend_postgres_port"));
  }
}

function readParameters(query: string): Map<string, string> {
  const parameters = new Map(new URLSearchParams(query.replaceAll("+", "%2B")));
  for (const name of OTHERS_PARAMETERS) parameters.delete(name);
  parameters.delete("uselibpqcompat");
  checkTls(parameters);
  return parameters;
}

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
  const { hostname, port, username, password, pathname, searchParams } = new URL(address);
  const mode = searchParams.get("sslmode") ?? "";
  const root = searchParams.get("sslrootcert");
  const said = {
    PGHOST: searchParams.get("host") ?? decodeURIComponent(hostname).replace(/^\[|\]$/g, ""),
    PGPORT: searchParams.get("port") ?? port,
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
