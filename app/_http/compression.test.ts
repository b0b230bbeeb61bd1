import { createServer, get, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { withLanguage } from "#messages/request-language.ts";
import { compressResponse } from "./compression.ts";

type Got = { headers: IncomingHttpHeaders; body: Buffer };

/** As it came, which `fetch` would not say. */
async function answered(answer: (response: ServerResponse) => void, { isKept = false } = {}): Promise<Got> {
  const server = createServer((_, response) => {
    compressResponse(response);
    withLanguage({ isKept }, () => answer(response));
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const got = await new Promise<Got>((done, fail) => {
    get({ port: (server.address() as AddressInfo).port, host: "127.0.0.1", agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("end", () => done({ headers: response.headers, body: Buffer.concat(parts) }));
    }).once("error", fail);
  });
  server.close();
  return got;
}

const page = `<p>${"Kurs für Ünïcode, ".repeat(400)}</p>`;

test("a kept page is sent compressed, with its length, and the same copy each time", async () => {
  const send = (response: ServerResponse) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("content-length", Buffer.byteLength(page));
    response.setHeader("vary", "rsc");
    response.setHeader("etag", '"1"');
    response.end(page);
  };
  const [first, second] = [await answered(send, { isKept: true }), await answered(send, { isKept: true })];
  expect(first.headers).toMatchObject({ "content-encoding": "gzip", vary: "rsc, accept-encoding" });
  expect(Number(first.headers["content-length"])).toBe(first.body.length);
  expect(gunzipSync(first.body).toString()).toBe(page);
  expect(second.body.equals(first.body)).toBe(true);
});

test("an answer in many parts comes whole, however fast it is written", async () => {
  const parts = 400;
  const { headers, body } = await answered((response) => {
    response.setHeader("content-type", "application/json");
    response.flushHeaders();
    let left = parts;
    const more = () => {
      while (left-- > 0) if (!response.write(page)) return void response.once("drain", more);
      response.end("end");
      // Whoever is not sure ends it twice.
      response.end();
    };
    more();
  });
  expect(headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(body).toString()).toBe(`${page.repeat(parts)}end`);
});

test.each([
  ["a picture", { "content-type": "image/png" }, 200],
  ["what is compressed already", { "content-type": "text/html", "content-encoding": "br" }, 200],
  ["what must not be changed", { "content-type": "text/html", "cache-control": "no-transform" }, 200],
  ["a part of a file", { "content-type": "text/html" }, 206],
] as const)("%s goes through as it is", async (_name, headers, status) => {
  for (const isWhole of [true, false]) {
    const got = await answered(
      (response) => {
        response.statusCode = status;
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        if (!isWhole) response.write(page);
        response.end(isWhole ? page : undefined);
      },
      { isKept: isWhole },
    );
    expect(got.body.toString()).toBe(page);
    expect(got.headers["content-encoding"]).not.toBe("gzip");
  }
});
