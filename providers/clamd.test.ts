import { createServer, type Server } from "node:net";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { storeUpload } from "#domain/files/uploads.ts";
import type { FileStore } from "#domain/files/store.ts";
import { clamdAddress, openClamd, pingClamd } from "./clamd.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A daemon that speaks clamd's own protocol, and finds what holds the word EICAR. */
async function fakeClamd(answer: (bytes: Buffer) => string | undefined): Promise<string> {
  const at = join(mkdtempSync(join(tmpdir(), "matricula-clamd-")), "clamd.ctl");
  const server = createServer((socket) => {
    let got = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("data", (piece) => {
      got = Buffer.concat([got, piece]);
      if (!got.subarray(0, 10).equals(Buffer.from("zINSTREAM\0"))) return;
      const pieces: Buffer[] = [];
      for (let place = 10; place + 4 <= got.length; ) {
        const length = got.readUInt32BE(place);
        if (length === 0) {
          const said = answer(Buffer.concat(pieces));
          if (said !== undefined) socket.end(said);
          return;
        }
        pieces.push(got.subarray(place + 4, place + 4 + length));
        place += 4 + length;
      }
    });
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(at, done));
  return at;
}

const honest = (bytes: Buffer) => (bytes.includes("EICAR") ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0");
const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const textFile = (text: string) => new File([text], "letter.txt");

/** A store that asks the daemon at `setting`, and what was kept in it. */
function storeWith(setting: string, waitMsMax?: number) {
  const kept: string[] = [];
  const store: FileStore = {
    put: async (bytes) => String(kept.push(Buffer.from(bytes).toString())),
    read: async () => undefined,
    async *keptBefore() {},
    remove: async () => false,
    scanner: openClamd(setting, waitMsMax),
  };
  return { store, kept };
}

test("what the scanner finds is refused by its name and not kept; what it does not is kept", async () => {
  const { store, kept } = storeWith(await fakeClamd(honest));
  await storeUpload(store, textFile("a harmless letter"), "attachment");
  await expect(storeUpload(store, textFile("EICAR"), "attachment", "attachments")).rejects.toMatchObject({
    code: "file_infected",
    detail: { fields: { attachments: expect.objectContaining({ key: "refusals.file_infected_named" }) } },
  });
  expect(kept).toEqual(["a harmless letter"]);
});

test("every byte of a large file reaches the scanner", async () => {
  const seen: number[] = [];
  const at = await fakeClamd((bytes) => {
    seen.push(bytes.length);
    return "stream: OK\0";
  });
  expect(await openClamd(at).scan(Buffer.alloc(5_000_001, "x"))).toEqual({ isClean: true });
  expect(seen).toEqual([5_000_001]);
});

test.each([
  ["is not there", async () => "/nowhere/clamd.ctl"],
  ["listens nowhere", async () => "127.0.0.1:9"],
  ["does not answer", () => fakeClamd(() => undefined)],
  ["says that the file is too large for it", () => fakeClamd(() => "INSTREAM size limit exceeded. ERROR\0")],
  ["hangs up", () => fakeClamd(() => "")],
])("while the scanner %s, nothing is kept and the person reads why", async (_, at) => {
  const { store, kept } = storeWith(await at(), 200);
  await expect(storeUpload(store, textFile("a letter"), "attachment")).rejects.toEqual(refusal("scanner_unavailable"));
  expect(kept).toEqual([]);
});

test("whether the scanner is there is told by its answer to a ping, and by nothing else, within a bound", async () => {
  const at = (said: string | undefined) =>
    new Promise<string>((done) => {
      const place = join(mkdtempSync(join(tmpdir(), "matricula-clamd-")), "clamd.ctl");
      const server = createServer((socket) => socket.on("error", () => {}).on("data", () => said && socket.end(said)));
      open.push(server);
      server.listen(place, () => done(place));
    });
  await expect(pingClamd(await at("PONG\0"))).resolves.toBeUndefined();
  await expect(pingClamd(await at("220 mail.school.example\r\n"))).rejects.toThrow(
    "it answers something else: 220 mail",
  );
  await expect(pingClamd(await at(undefined), 100)).rejects.toThrow("clamd did not answer in time");
  await expect(pingClamd("/nowhere/clamd.ctl")).rejects.toThrow("ENOENT");
});

test("the setting is a socket's path or a host with its port", () => {
  expect(clamdAddress("/run/clamav/clamd.ctl")).toEqual({ path: "/run/clamav/clamd.ctl" });
  expect(clamdAddress("clamav:3310")).toEqual({ host: "clamav", port: 3310 });
  expect(clamdAddress("[::1]:3310")).toEqual({ host: "::1", port: 3310 });
});
