import { AsyncLocalStorage } from "node:async_hooks";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as httpRequest,
  type RequestListener,
  type Server,
} from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, describe, expect, test, onTestFinished } from "vitest";
import { getBodyLimits, FORM_LIMITS, UPLOAD_BYTES_MAX } from "./body-limits.ts";
import { createBodyMeter, parseBoundary } from "./body-meter.ts";
import { type Rejection, getRejectionCounts } from "./rejections.ts";
import { leastCpuMs } from "#tests/support/least-cpu.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { guardRequests, guardForeignServers, setTimeouts } from "./request-guard.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** What reached the one who answers. */
type Seen = { asked: number; bytes: number };

async function serve(
  options: Parameters<typeof guardRequests>[1] = {},
): Promise<{ url: string; port: number; seen: Seen }> {
  const seen = { asked: 0, bytes: 0 };
  const plain: RequestListener = (request, response) => {
    seen.asked += 1;
    request.on("data", (piece: Buffer) => (seen.bytes += piece.length));
    request.on("error", () => {});
    request.on("end", () => response.end("taken"));
  };
  const server = createServer(guardRequests(plain, options));
  setTimeouts(server);
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, seen };
}

type Sent = { status: number; body: string };

/** Sends a body piece by piece without saying how long it is. */
function sendChunked(url: string, headers: Record<string, string>, pieces: Iterable<string | Buffer>): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method: "POST", headers }, (answer) => {
      let body = "";
      answer.on("data", (piece: Buffer) => (body += piece.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body }));
    });
    sent.on("error", reject);
    for (const piece of pieces) sent.write(piece);
    sent.end();
  });
}

const multipart = (parts: readonly string[], boundary = "b") =>
  `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
const field = (name: string, value: string) => `content-disposition: form-data; name="${name}"\r\n\r\n${value}`;
const file = (value: string, name = "a.txt") =>
  `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${value}`;
const FORM_DATA = { "content-type": "multipart/form-data; boundary=b" };
const post = async (url: string, body: string, headers: Record<string, string> = FORM_DATA): Promise<Sent> => {
  const answer = await fetch(url, { method: "POST", headers, body });
  return { status: answer.status, body: await answer.text() };
};
const many = (count: number) => Array.from({ length: count }, (_, n) => field(`field${n}`, ""));

test("a form of an ordinary size arrives whole, byte for byte, however it is cut into pieces", async () => {
  const { url, seen } = await serve();
  const body = multipart([field("email", "a@example.org"), file("Grüße")]);
  expect(await post(`${url}/sign-in`, body)).toEqual({ status: 200, body: "taken" });
  expect(await sendChunked(`${url}/sign-in`, FORM_DATA, body)).toEqual({ status: 200, body: "taken" });
  expect(seen).toEqual({ asked: 2, bytes: 2 * Buffer.byteLength(body) });
  expect((await fetch(`${url}/enrol`, { method: "POST" })).status).toBe(200);
  expect((await fetch(url)).status).toBe(200);
});

test("a form with more than 200 fields is answered 413, and nobody is asked to parse it", async () => {
  const { url, seen } = await serve();
  expect((await post(`${url}/sign-in`, multipart(many(200)))).status).toBe(200);
  expect((await post(`${url}/sign-in`, multipart(many(201)))).status).toBe(413);
  expect((await sendChunked(`${url}/sign-in`, FORM_DATA, [multipart(many(20_000))])).status).toBe(413);
  const urlencoded = { "content-type": "application/x-www-form-urlencoded" };
  expect((await post(`${url}/enrol`, "a=&".repeat(199), urlencoded)).status).toBe(200);
  expect((await post(`${url}/enrol`, "a=&".repeat(200), urlencoded)).status).toBe(413);
  expect((await sendChunked(`${url}/help/new`, FORM_DATA, [multipart(many(20_000))])).status).toBe(413);
  expect(seen.asked).toBe(2);
});

test("more than 64 kB of a form without files is answered 413, announced or not, in whatever format", async () => {
  const { url, seen } = await serve();
  const long = "x".repeat(FORM_LIMITS.bytesMax);
  for (const type of ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded", "text/plain", ""]) {
    const headers: Record<string, string> = type === "" ? {} : { "content-type": type };
    const body = type.startsWith("multipart") ? multipart([field("a", long)]) : `${long}y`;
    expect((await post(`${url}/enrol`, body, headers)).status, type).toBe(413);
    expect((await sendChunked(`${url}/enrol`, headers, [body.slice(0, 9), body.slice(9)])).status, type).toBe(413);
  }
  expect((await post(`${url}/sign-in`, multipart([file(long)]))).status).toBe(413);
  expect(seen).toEqual({ asked: 0, bytes: 0 });
});

test("a file is taken where files go, a text of that size is not, whatever its part says in quotes", async () => {
  const { url, seen } = await serve();
  const large = "x".repeat(3_000_000);
  expect((await post(`${url}/help/new`, multipart([field("body", "see there"), file(large)]))).status).toBe(200);
  expect(seen.bytes).toBeGreaterThan(3_000_000);
  for (const part of [
    field("body", large),
    field("x; filename=y", large),
    `content-disposition: form-data; name="a\\"; filename=b"\r\n\r\n${large}`,
    `x-filename: a\r\n${field("body", large)}`,
  ]) {
    expect((await post(`${url}/help/new`, multipart([part]))).status, part.slice(0, 60)).toBe(413);
  }
  expect((await post(`${url}/help/new`, multipart(Array.from({ length: 21 }, () => file(""))))).status).toBe(413);
});

test("an upload that says no length is cut off at its limit while it comes", async () => {
  const { url, seen } = await serve();
  const piece = Buffer.alloc(1_000_000, "x");
  const pieces = [`--b\r\n${file("")}`, ...Array.from({ length: 60 }, () => piece)];
  const answer = await sendChunked(`${url}/help/T-ABCDE`, FORM_DATA, pieces).catch(() => undefined);
  if (answer) expect(answer.status).toBe(413);
  expect(seen.bytes).toBeLessThanOrEqual(UPLOAD_BYTES_MAX);
});

test("a request says once for which host it is, or is answered 400", async () => {
  const { port, seen } = await serve();
  const send = (head: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(`${head}Connection: close\r\n\r\n`));
      socket.on("data", (piece) => (answer += piece.toString()));
      socket.on("error", reject);
      socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
    });
  const none = "GET /courses HTTP/1.1\r\n";
  expect(await send(`${none}Host: school.example\r\nHost: evil.example\r\n`)).toContain(" 400 ");
  expect(await send(`${none}Host: school.example\r\nhOST: school.example\r\n`)).toContain(" 400 ");
  expect(await send(none)).toContain(" 400 ");
  expect(seen.asked).toBe(0);
  expect(await send(`${none}Host: school.example\r\n`)).toContain(" 200 ");
  expect(await send("GET /health HTTP/1.0\r\n")).toContain(" 200 ");
});

test("no boundary, two boundaries, an endless header or a missing end is answered 400", async () => {
  const { url, seen } = await serve();
  const whole = multipart([field("a", "b")]);
  const types = [
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=b; boundary=c",
  ];
  for (const type of types) {
    expect((await post(`${url}/sign-in`, whole, { "content-type": type })).status, type).toBe(400);
  }
  expect((await post(`${url}/sign-in`, `--b\r\nx: ${"y".repeat(3_000)}`)).status).toBe(400);
  expect((await post(`${url}/sign-in`, "--b\r\ncontent-disposition: form-data; na")).status).toBe(400);
  expect((await post(`${url}/sign-in`, whole.replace("--b--", ""))).status).toBe(400);
  expect((await post(`${url}/sign-in`, "nothing of the kind")).status).toBe(400);
  expect(seen.asked).toBe(0);
  expect(parseBoundary('multipart/form-data; boundary="a b"')).toBe("a b");
});

test("a script reads why, as plain text; a browser without scripts gets a page", async () => {
  const { url } = await serve();
  const script = await fetch(url, {
    method: "POST",
    headers: { ...FORM_DATA, "next-action": "x" },
    body: multipart(many(201)),
  });
  expect(script.headers.get("content-type")).toBe("text/plain");
  expect(await script.text()).toMatch(/^That is more than this form takes/);
  expect((await post(url, multipart(many(201)))).body).toContain("<h1>Not sent</h1>");
});

test.each([
  ["fields", multipart(many(100_000))],
  ["beginnings of a boundary", `--b\r\n${file("\r\n--".repeat(1_000_000))}`],
  ["parts without a header", "--b".repeat(1_000_000)],
])("a body of a hundred thousand and more %s is refused or counted in less than 100 ms of a core", (_, body) => {
  const whole = Buffer.from(body);
  const read = () => {
    const meter = createBodyMeter("multipart/form-data; boundary=b", getBodyLimits("/help/new"));
    if (meter === "malformed") throw new Error("a good boundary was refused");
    for (let at = 0, fault: unknown; at < whole.length && !fault; at += 65_536) {
      fault = meter.add(whole.subarray(at, at + 65_536));
    }
  };
  expect(leastCpuMs(read)).toBeLessThan(100);
});

test("a boundary made to be searched for slowly is found in less than 250 ms of a core, in a whole upload", () => {
  const boundary = `${"-".repeat(34)}x${"-".repeat(34)}`;
  const piece = Buffer.from("-".repeat(65_536));
  const read = () => {
    const meter = createBodyMeter(`multipart/form-data; boundary=${boundary}`, getBodyLimits("/help/new"));
    if (meter === "malformed") throw new Error("a good boundary was refused");
    meter.add(Buffer.from(`--${boundary}\r\n${file("")}`));
    for (let n = 0; n < 750; n++) expect(meter.add(piece)).toBeUndefined();
  };
  expect(leastCpuMs(read)).toBeLessThan(250);
});

test("the limits fit the longest texts that the forms take, in any script, with what was typed before", () => {
  expect(getBodyLimits("/help/new?x=1").textBytesMax).toBeGreaterThan(20_000 * 4 * 2);
  expect(getBodyLimits("/admin/courses/crs_1/materials/new").textBytesMax).toBeGreaterThan(100_000 * 4 * 2);
  expect(getBodyLimits("/admin/settings").textBytesMax).toBeGreaterThan(50_000 * 4 * 2);
  for (const path of ["/sign-in", "/", "//help/new", "/help/new/x", "/admin/team", "/HELP/new"]) {
    expect(getBodyLimits(path), path).toEqual(FORM_LIMITS);
  }
});

test("who sends a header too slowly is hung up on by Node, who sends a body too slowly is told", async () => {
  const { port, seen } = await serve({ paceMs: 20 });
  const server = open.at(-1) as Server;
  expect(server.headersTimeout).toBeLessThanOrEqual(15_000);
  expect(server.requestTimeout).toBeLessThanOrEqual(15 * 60_000);
  expect(setTimeouts(server)).toBe(false);
  const socket = connect(port, "127.0.0.1");
  socket.write("POST /enrol HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab");
  const answer = await new Promise<string>((done) => socket.once("data", (bytes) => done(bytes.toString())));
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  socket.destroy();
  expect(seen.asked).toBe(0);
});

test("a server that somebody else made is guarded from its first request on", async () => {
  onTestFinished(guardForeignServers());
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume().on("end", () => response.end("taken"));
  });
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/sign-in`;
  expect((await post(url, multipart(many(201)))).status).toBe(413);
  expect((await post(url, multipart(many(2)))).status).toBe(200);
  expect(asked).toBe(1);
});

test("an address with more names than any list has is answered 414, with a body and without", async () => {
  const { url, seen } = await serve();
  const started = performance.now();
  expect((await fetch(`${url}/?${"a=1&".repeat(3_000)}`)).status).toBe(414);
  expect((await fetch(`${url}/?${"&".repeat(3_000)}`, { method: "HEAD" })).status).toBe(414);
  expect((await post(`${url}/sign-in?${"a&".repeat(300)}`, multipart([field("a", "b")]))).status).toBe(414);
  expect(seen.asked).toBe(0);
  expect((await fetch(`${url}/?${"a=1&".repeat(150)}`)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(scaleDeadline(1_500));
});

/** What `fetch` itself would not send. */
function ask(port: number, method: string, path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; body: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const sent = httpRequest({ port, method, path, headers }, (answer) => {
      let body = "";
      answer.on("data", (piece: Buffer) => (body += piece.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("a method that an address does not take is answered 405 with those that it takes, and OPTIONS with the same", async () => {
  const { port, seen } = await serve();
  const allowed: [path: string, allow: string, refused: string[]][] = [
    ["/courses?q=a", "GET, HEAD, OPTIONS, POST", ["TRACE", "PUT", "DELETE", "PATCH", "PROPFIND"]],
    ["/files/fil_1", "GET, HEAD, OPTIONS", ["TRACE", "POST", "PUT"]],
    ["/webhooks/stripe", "OPTIONS, POST", ["TRACE", "GET"]],
    ["/api/v1/courses", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE", ["TRACE"]],
  ];
  for (const [path, allow, refused] of allowed) {
    for (const method of refused) {
      const { status, headers } = await ask(port, method, path);
      expect([method, path, status, headers.allow]).toEqual([method, path, 405, allow]);
    }
  }
  const { status, headers } = await ask(port, "OPTIONS", "/courses");
  expect([status, headers.allow]).toEqual([204, "GET, HEAD, OPTIONS, POST"]);
  expect(seen.asked).toBe(0);
});

test("what is posted to a page and is none of our forms is answered 400, and never with the page", async () => {
  const { url, port, seen } = await serve();
  for (const type of ["application/x-www-form-urlencoded", "application/json", "text/plain"])
    expect((await post(`${url}/help/new`, "a=b", { "content-type": type })).status, type).toBe(400);
  expect((await ask(port, "POST", "/")).status).toBe(400);
  expect(seen.asked).toBe(0);
  expect((await post(`${url}/help/new`, multipart([field("a", "b")]))).status).toBe(200);
});

test("a compressed body is answered 415, a page's and the API's alike", async () => {
  const { url, seen } = await serve();
  for (const coding of ["gzip", "br", "identity, gzip"])
    for (const path of ["/sign-in", "/api/v1/courses"])
      expect((await post(url + path, "x", { ...FORM_DATA, "content-encoding": coding })).status).toBe(415);
  expect(seen.asked).toBe(0);
  const plain = { "content-type": "application/json", "content-encoding": "identity" };
  expect((await post(`${url}/api/v1/courses`, "{}", plain)).status).toBe(200);
});

test("whoever answers a body knows what was known when its request began", async () => {
  const known = new AsyncLocalStorage<string>();
  const guarded = guardRequests((request, response) => {
    request.resume();
    request.on("end", () => response.end(known.getStore() ?? "nothing"));
  });
  const server = createServer((request, response) => known.run("German", () => guarded(request, response)));
  open.push(server);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  expect((await post(`http://127.0.0.1:${port}/sign-in`, multipart([field("a", "b")]))).body).toBe("German");
});

describe("a program is told in its own format", () => {
  test("whatever is refused before it is asked, with the reason", async () => {
    const { url, port } = await serve();
    const told = async (answer: Response) => {
      expect(answer.headers.get("content-type")).toBe("application/problem+json");
      const problem = (await answer.json()) as Record<string, unknown>;
      expect(problem).toMatchObject({ status: answer.status, requestId: answer.headers.get("x-request-id") });
      return problem;
    };
    const to = `${url}/api/v1/courses`;
    const send = (headers: Record<string, string>, body: string) => fetch(to, { method: "POST", headers, body });
    const broken = { "content-type": "multipart/form-data" };
    expect(await told(await send(broken, "--b"))).toMatchObject({ code: "body_not_json", status: 400 });
    expect(await told(await send(FORM_DATA, "--b\r\n"))).toMatchObject({ code: "body_not_json", status: 400 });
    const large = "x".repeat(17_000_000);
    expect(await told(await send({}, large))).toMatchObject({ code: "body_too_large", status: 413 });
    const packed = { "content-encoding": "gzip" };
    expect(await told(await send(packed, "x"))).toMatchObject({ code: "content_type_refused", status: 415 });
    expect(await told(await fetch(`${to}?${"a&".repeat(300)}`))).toMatchObject({
      code: "address_too_long",
      status: 414,
    });
    const { body } = await ask(port, "TRACE", "/api/v1/courses");
    expect(JSON.parse(body)).toMatchObject({ code: "method_not_allowed", status: 405 });
  });

  test("and one that sends too slowly", async () => {
    const { port } = await serve({ paceMs: 100 });
    const sent = httpRequest({ port, method: "POST", path: "/api/v1/courses", headers: { "content-length": "9" } });
    sent.write("x");
    const answer = await new Promise<IncomingMessage>((resolve) => sent.on("response", resolve));
    sent.on("error", () => {});
    let body = "";
    for await (const piece of answer) body += String(piece);
    expect(JSON.parse(body)).toMatchObject({ code: "too_slow", status: 408 });
  });
});

test("what is refused is counted by its reason", async () => {
  const count = (wanted: Rejection) => getRejectionCounts().find(({ fault }) => fault === wanted)?.count ?? Number.NaN;
  const before = (["method", "too_large", "malformed"] as const).map(count);
  const { url, port } = await serve();
  await ask(port, "TRACE", "/");
  await post(`${url}/sign-in`, multipart(many(201)));
  await post(`${url}/sign-in`, "x", { "content-type": "multipart/form-data" });
  expect((["method", "too_large", "malformed"] as const).map(count)).toEqual(before.map((n) => n + 1));
});
