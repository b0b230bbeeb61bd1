import fc from "fast-check";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, test } from "vitest";
import { sourceText } from "#messages/message.ts";
import { hostsOf } from "./postgres-hosts.ts";
import { AddressProblem, environmentOfPostgres, normalisePostgresAddress } from "./postgres-address.ts";

const HERE = fileURLToPath(import.meta.url);
const read = (address: string) => environmentOfPostgres(normalisePostgresAddress(address));

test.each(["p@ss", "a#b", "p@ss/word?x", "100%", "%41", "ünï", "a:b", "p w", "'\"$`\\", "@@", "p@ss.example"])(
  "a password is read as it is, and encoded: %s",
  (password) => {
    const encoded = `postgres://school:${encodeURIComponent(password)}@db.example:5433/matricula`;
    expect(read(encoded)).toMatchObject({ PGPASSWORD: password, PGHOST: "db.example", PGPORT: "5433" });
    if (/%/.test(password)) return;
    const raw = read(`postgresql://school:${password}@db.example:5433/matricula?sslmode=require`);
    expect(raw).toMatchObject({ PGPASSWORD: password, PGHOST: "db.example", PGDATABASE: "matricula" });
  },
);

test("node-postgres and PostgreSQL's own programs reach the same place with the same account", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" }), (password) => {
      fc.pre(password.isWellFormed() && !password.includes("\0"));
      const address = normalisePostgresAddress(`postgres://school:${encodeURIComponent(password)}@db:5433/matricula`);
      const client = new pg.Client({ connectionString: address });
      const tools = environmentOfPostgres(address);
      expect([client.host, client.port, client.user, client.password, client.database]).toEqual([
        tools.PGHOST,
        Number(tools.PGPORT),
        tools.PGUSER,
        password,
        tools.PGDATABASE,
      ]);
      expect(tools.PGPASSWORD).toBe(password);
    }),
  );
});

type Tls = false | { rejectUnauthorized?: boolean; ca?: string; checkServerIdentity?: () => unknown };
// What the client made of the address is in a field that its types do not name.
const tlsOf = (address: string) =>
  (new pg.Client({ connectionString: normalisePostgresAddress(address) }) as unknown as { ssl: Tls }).ssl;

test("sslmode means what libpq says it means, also for the programs that make backups", () => {
  const at = (query: string) => `postgres://u:p@db/school?${query}`;
  expect(tlsOf("postgres://u:p@localhost/school")).toBe(false);
  expect(tlsOf(at("sslmode=disable"))).toBe(false);
  expect(tlsOf(at("sslmode=require"))).toMatchObject({ rejectUnauthorized: false });
  expect(tlsOf(at("sslmode=no-verify"))).toMatchObject({ rejectUnauthorized: false });
  expect(read(at("sslmode=no-verify"))).toMatchObject({ PGSSLMODE: "require" });
  const full = tlsOf(at(`sslmode=verify-full&sslrootcert=${HERE}`)) as Exclude<Tls, false>;
  expect(full.ca).toContain("sslmode means what libpq says");
  expect([full.rejectUnauthorized, full.checkServerIdentity]).toEqual([undefined, undefined]);
  expect(read(at(`sslmode=verify-full&sslrootcert=${HERE}`))).toMatchObject({
    PGSSLMODE: "verify-full",
    PGSSLROOTCERT: HERE,
  });
  // A root certificate makes `require` ask who the server is, as verify-ca does.
  expect(tlsOf(at(`sslmode=require&sslrootcert=${HERE}`))).toMatchObject({ checkServerIdentity: expect.any(Function) });
  expect(read(at("sslrootcert=system"))).toMatchObject({ PGSSLMODE: "verify-full" });
});

test("another machine is reached by TLS, unless the address says that it is not; this one needs none", () => {
  const modeOf = (address: string) => read(address).PGSSLMODE ?? "none";
  const hosts = ["db", "db.example:5433", "10.0.0.7", "[fd00::7]", "127.0.0.1.example", "localhost,db"];
  for (const host of hosts) {
    expect([host, modeOf(`postgres://u:p@${host}/s`)]).toEqual([host, "require"]);
    expect(tlsOf(`postgres://u:p@${host}/s?sslmode=disable`)).toBe(false);
  }
  for (const host of ["", "localhost", "127.0.0.1:5433", "127.1.2.3", "[::1]", "localhost,127.0.0.1"]) {
    expect([host, modeOf(`postgres://u:p@${host}/s`)]).toEqual([host, "none"]);
  }
  expect(modeOf("postgres://u:p@/s?host=/var/run/postgresql")).toBe("none");
  expect(modeOf("postgres://u:p@localhost/s?host=db.example")).toBe("require");
});

test("whatever is wrong with an address, nothing of its password is told", () => {
  const noise = fc.string({ maxLength: 10, unit: fc.constantFrom(..."@:/?#%&=,[] .;\"'\\ab1", "%2f") });
  fc.assert(
    fc.property(noise, noise, noise, noise, (before, after, host, query) => {
      try {
        environmentOfPostgres(normalisePostgresAddress(`postgres://u:${before}SECRET${after}@${host}/s?${query}`));
      } catch (error) {
        expect(error).toBeInstanceOf(AddressProblem);
        const { message, mend, stack } = error as AddressProblem;
        expect(message + sourceText(mend) + stack).not.toContain("SECRET");
      }
    }),
    { numRuns: 2_000 },
  );
});

test("an address without a host is this machine, with a port or without one", () => {
  expect(read("postgres://u@:5433/s")).toMatchObject({ PGHOST: "localhost", PGPORT: "5433" });
  expect(read("postgres://u@/s")).toMatchObject({ PGHOST: "localhost" });
  expect(read("postgres://u@db:5432,:5433/s")).toMatchObject({ PGHOST: "db,localhost", PGPORT: "5432,5433" });
});

test("a socket, an IPv6 host, no database and other tools' parameters", () => {
  expect(read("postgres:///school?host=/var/run/postgresql")).toMatchObject({
    PGHOST: "/var/run/postgresql",
    PGDATABASE: "school",
  });
  expect(read("postgres://u@[::1]:5433/school")).toMatchObject({ PGHOST: "::1", PGPORT: "5433" });
  expect(read("postgres://school@db")).toMatchObject({ PGDATABASE: "school" });
  expect(
    read("postgres://u:p@db/s?pgbouncer=true&connection_limit=5&schema=public&options=-c%20search_path%3Dschool"),
  ).toEqual({
    PGHOST: "db",
    PGUSER: "u",
    PGPASSWORD: "p",
    PGDATABASE: "s",
    PGSSLMODE: "require",
    PGOPTIONS: "-c search_path=school",
  });
});

test("several hosts are tried in their order, and one that takes writes is meant unless the address says another kind", () => {
  const address = normalisePostgresAddress("postgres://u:p,w@a.example:5433,b.example,[::1]:5434/s");
  expect(hostsOf(address)).toMatchObject({
    wanted: "read-write",
    hosts: [
      { host: "a.example", port: 5433 },
      { host: "b.example", port: 5432 },
      { host: "::1", port: 5434 },
    ],
  });
  expect(environmentOfPostgres(address)).toMatchObject({
    PGHOST: "a.example,b.example,::1",
    PGPORT: "5433,5432,5434",
    PGTARGETSESSIONATTRS: "read-write",
    PGPASSWORD: "p,w",
  });
  expect(hostsOf(normalisePostgresAddress("postgres://u@a,b/s", "prefer-standby")).wanted).toBe("prefer-standby");
  expect(hostsOf(normalisePostgresAddress("postgres://u@a,b/s?target_session_attrs=any")).wanted).toBe("any");
  // What is read once more is the same.
  expect(hostsOf(address).hosts.length).toBe(3);
});

test.each([
  ["postgres://u:SECRET@a,b:99999/s", /port/],
  ["postgres://u:SECRET@a,b c/s", /host cannot be read/],
  ["postgres://u:SECRET@a,b/s?target_session_attrs=master", /target_session_attrs/],
  ["postgres://u:SECRET@db:99999/s", /port/],
  ["postgres://u:SECRET@d b/s", /host cannot be read/],
  ["postgres://u:SECRET@db/s?sslmode=prefer", /sslmode/],
  ["postgres://u:SECRET@db/s?sslmode=verify-ca", /which authority/],
  ["postgres://u:SECRET@db/s?sslmode=verify-full&sslrootcert=/no/such/file", /ENOENT: \/no\/such\/file/],
  ["postgres://u:SECRET@db/%zz", /name holds a %/],
  ["postgres://u:SECRET@db/s/t/u", /cannot be read/],
])("what cannot be understood is said without a piece of the password: %s", (address, words) => {
  const problem = (() => {
    try {
      return normalisePostgresAddress(address);
    } catch (error) {
      return error;
    }
  })();
  expect(problem).toBeInstanceOf(AddressProblem);
  const { message, mend } = problem as AddressProblem;
  expect(message).toMatch(words);
  expect(message + sourceText(mend)).not.toContain("SECRET");
});
