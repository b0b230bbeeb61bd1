import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { VatRegisterTrouble } from "#domain/invoices/vat-register.ts";
import { openVies } from "./open-vies.ts";

let server: Server | undefined;
afterEach(() => new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined))));

/** A register that answers each question alike, and keeps what it was asked. */
async function answering(status: number, body: string, isSilent = false) {
  const asked: { path: string | undefined; body: unknown }[] = [];
  server = createServer((request, response) => {
    let sent = "";
    request.on("data", (piece: Buffer) => (sent += piece.toString("utf8")));
    request.on("end", () => {
      asked.push({ path: request.url, body: JSON.parse(sent) });
      if (!isSilent) response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/rest-api`, asked };
}

const AT = { country: "AT", number: "U13585627" };
const DE = { country: "DE", number: "136695976" };

test("an id that is known comes with its trader and the number of the consultation, asked in the school's name", async () => {
  const said = { countryCode: "AT", valid: true, requestIdentifier: "WAPIAAAA", name: "LERNWERK GMBH", address: "---" };
  const { url, asked } = await answering(200, JSON.stringify(said));
  expect(await openVies(url).ask(AT, DE)).toEqual({ isValid: true, consultation: "WAPIAAAA", trader: "LERNWERK GMBH" });
  expect(asked).toEqual([
    {
      path: "/rest-api/check-vat-number",
      body: {
        ...{ countryCode: "AT", vatNumber: "U13585627" },
        ...{ requesterMemberStateCode: "DE", requesterNumber: "136695976" },
      },
    },
  ]);
});

test("a member state that tells no name, and one that knows no such id", async () => {
  const known = await answering(200, JSON.stringify({ valid: true, requestIdentifier: "", name: "---" }));
  expect(await openVies(known.url).ask(AT, undefined)).toEqual({ isValid: true, consultation: "", trader: "" });
  await new Promise((resolve) => server?.close(resolve));
  const unknown = await answering(200, JSON.stringify({ valid: false, userError: "INVALID", name: "---" }));
  expect(await openVies(unknown.url).ask(AT, undefined)).toMatchObject({ isValid: false });
});

test.each<[string, number, string]>([
  ["a member state that is away", 500, '{"actionSucceed":false,"errorWrappers":[{"error":"MS_UNAVAILABLE"}]}'],
  ["too many questions at once", 200, '{"isValid":false,"userError":"MS_MAX_CONCURRENT_REQ","name":"---"}'],
  ["an address that it has shut out", 200, '{"valid":false,"userError":"IP_BLOCKED"}'],
  ["a page of maintenance", 503, "<html>Maintenance</html>"],
  ["nothing that is known", 200, '{"hello":"world"}'],
  ["an answer without end", 200, JSON.stringify({ valid: true, name: "A".repeat(30_000) })],
])("%s is no answer, and says nothing of the id", async (_, status, body) => {
  const { url } = await answering(status, body);
  await expect(openVies(url).ask(AT, undefined)).rejects.toBeInstanceOf(VatRegisterTrouble);
});

test("one that does not answer is waited for so long and no longer", async () => {
  const { url } = await answering(200, "", true);
  await expect(openVies(url, 50).ask(AT, undefined)).rejects.toBeInstanceOf(VatRegisterTrouble);
  server?.closeAllConnections();
});

test("what is no id of its country is nobody's", async () => {
  const { url } = await answering(400, '{"actionSucceed":false,"errorWrappers":[{"error":"INVALID_INPUT"}]}');
  expect(await openVies(url).ask(AT, undefined)).toMatchObject({ isValid: false });
});
