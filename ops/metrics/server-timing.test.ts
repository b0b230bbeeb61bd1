import { createServer } from "node:http";
import { expect, test } from "vitest";
import { recordStatement, showRequestStatements } from "#db/request-statements.ts";
import { formatServerTiming, installServerTiming } from "./server-timing.ts";

test("the header is what the standard says: a name, milliseconds, and words in quotes", () => {
  expect(formatServerTiming({ statements: 7, ms: 1.26, isShown: true }, 12)).toBe(
    'total;dur=12.0, db;dur=1.3;desc="7 statements"',
  );
});

test("only a colleague is told what a request cost, and each their own", async () => {
  installServerTiming(false);
  const server = createServer((request, response) => {
    recordStatement("select 1", 2);
    if (request.url === "/admin") showRequestStatements();
    response.end("done");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  const ask = async (path: string) => (await fetch(`http://127.0.0.1:${port}${path}`)).headers.get("server-timing");
  try {
    const [colleague, visitor] = await Promise.all([ask("/admin"), ask("/")]);
    expect(colleague).toMatch(/db;dur=2\.0;desc="1 statements"$/);
    expect(visitor).toBeNull();
  } finally {
    await new Promise((closed) => server.close(closed));
  }
});
