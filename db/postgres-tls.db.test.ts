import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { giveToServer, startPostgres, type TestServer } from "#tests/support/postgres-server.ts";
import { engine } from "./engine.ts";
import { connectOnce } from "./postgres-connect.ts";
import { normalisePostgresAddress } from "./postgres-address.ts";

let folder: string;
let server: TestServer;
const file = (name: string) => path.join(folder, name);

/** An authority of our own, and a certificate for `localhost` alone. */
function makeCertificates(): void {
  const openssl = (args: string) => execFileSync("openssl", args.split(" "), { cwd: folder, stdio: "ignore" });
  openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 2 -subj /CN=authority");
  openssl("req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.crt -days 2 -subj /CN=other");
  openssl(
    "req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost -addext subjectAltName=DNS:localhost",
  );
  openssl("x509 -req -in server.csr -CA ca.crt -CAkey ca.key -out server.crt -days 2 -copy_extensions copy");
}

describe.skipIf(engine === "sqlite")("a server that speaks TLS", () => {
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "matricula-tls-"));
    makeCertificates();
    chmodSync(folder, 0o755);
    chmodSync(file("server.key"), 0o600);
    giveToServer(file("server.key"), file("server.crt"));
    const settings = ["ssl=on", `ssl_cert_file=${file("server.crt")}`, `ssl_key_file=${file("server.key")}`];
    server = await startPostgres(undefined, settings);
  });
  afterAll(async () => {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Whether a connection by this address is encrypted, or why there is none. */
  async function ask(host: string, query: string): Promise<unknown> {
    const url = server.url.replace("127.0.0.1", host);
    try {
      const client = await connectOnce(normalisePostgresAddress(`${url}?${query}`));
      const { rows } = await client.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
      await client.end();
      return rows[0]?.ssl;
    } catch (error) {
      expect(String(error)).not.toContain(new URL(server.url).password);
      return (error as { code?: string }).code ?? String(error);
    }
  }

  test("is spoken to as the address says: encrypted, by a known authority, and under its own name", async () => {
    expect(await ask("localhost", "sslmode=disable")).toBe(false);
    expect(await ask("localhost", "sslmode=require")).toBe(true);
    expect(await ask("localhost", `sslmode=verify-full&sslrootcert=${file("ca.crt")}`)).toBe(true);
    expect(await ask("127.0.0.1", `sslmode=verify-ca&sslrootcert=${file("ca.crt")}`)).toBe(true);
    expect(await ask("127.0.0.1", `sslmode=verify-full&sslrootcert=${file("ca.crt")}`)).toBe(
      "ERR_TLS_CERT_ALTNAME_INVALID",
    );
    expect(await ask("localhost", `sslmode=verify-ca&sslrootcert=${file("other.crt")}`)).toMatch(
      /SELF_SIGNED|UNABLE_TO/,
    );
    // No authority that this machine trusts has signed it.
    expect(await ask("localhost", "sslmode=verify-full")).toMatch(/SELF_SIGNED|UNABLE_TO/);
    // The same of several hosts: the name is that of the host that is asked.
    const both = `127.0.0.1:1,localhost`;
    expect(await ask(both, `sslmode=verify-full&sslrootcert=${file("ca.crt")}&target_session_attrs=read-write`)).toBe(
      true,
    );
  });
});
