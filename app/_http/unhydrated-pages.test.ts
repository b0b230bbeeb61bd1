import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { leaveOutNextScripts } from "./leave-out-scripts.ts";
import { watchPage } from "./unhydrated-pages.ts";

const HEAD = '<html><head><meta name="next-scripts" content="none"/>';
/** As Next writes them. */
const SCRIPTS_OF_NEXT = [
  '<link rel="preload" as="script" fetchPriority="low" href="/_next/static/chunks/a.js"/>',
  '<script src="/_next/static/chunks/b.js" async="" nonce="x"></script>',
  '<script src="/_next/static/chunks/c.js" noModule=""></script>',
  '<script id="_R_" nonce="x">(globalThis["TURBOPACK"]||=[]).push({})</script>',
  '<script>self.__next_f.push([1,"<b>\\u003c/script>"])</script>',
].join("");
const STAYS =
  '<script id="send-once" nonce="x">addEventListener("submit",()=>{})</script>' +
  '<script type="module" src="/site-script.js?1" nonce="x"></script><script type="application/ld+json">{}</script>';

async function answered(answer: (response: ServerResponse) => void) {
  const server = createServer((_, response) => {
    watchPage(response);
    answer(response);
  }).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const got = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const answerOf = { status: got.status, length: got.headers.get("content-length"), text: await got.text() };
  server.close();
  return answerOf;
}

test("a marked page loses Next's scripts and keeps ours and what search engines read", () => {
  expect(leaveOutNextScripts(`${HEAD}${SCRIPTS_OF_NEXT}${STAYS}</head>é</html>`)).toBe(
    `<html><head>${STAYS}</head>é</html>`,
  );
});

test("a page that is not marked, or whose parts a script must put in place, stays as it is", () => {
  for (const page of [`<head>${SCRIPTS_OF_NEXT}</head>`, `${HEAD}<template id="B:0"></template>${SCRIPTS_OF_NEXT}`]) {
    expect(leaveOutNextScripts(page)).toBe(page);
  }
});

test("a page that comes in parts is marked by its head, wherever the parts end", async () => {
  const page = Buffer.from(`${HEAD}${SCRIPTS_OF_NEXT}</head>é${SCRIPTS_OF_NEXT}</html>`);
  for (const size of [1, 7, 40, page.length]) {
    const { text, length } = await answered((response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      for (let from = 0; from < page.length; from += size) response.write(page.subarray(from, from + size));
      response.end();
    });
    expect(text).toBe("<html><head></head>é</html>");
    expect(Number(length)).toBe(Buffer.byteLength(text));
  }
});

test("every other answer goes through as it is sent", async () => {
  const page = `<head>${SCRIPTS_OF_NEXT}</head>é`;
  const html = await answered((response) => {
    response.setHeader("content-type", "text/html");
    response.write(page.slice(0, 9));
    response.write(page.slice(9));
    response.end("rest");
  });
  expect(html.text).toBe(`${page}rest`);
  const json = await answered((response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ text: HEAD }));
  });
  expect(JSON.parse(json.text)).toEqual({ text: HEAD });
  const moved = await answered((response) => {
    response.writeHead(404, { "content-type": "text/html", "content-length": 2 });
    response.end("no");
  });
  expect(moved).toMatchObject({ status: 404, text: "no" });
});
