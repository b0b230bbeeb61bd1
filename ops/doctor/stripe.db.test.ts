import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { API_VERSION } from "#providers/stripe/client.ts";
import { openStripeServer, type StripeServer } from "#tests/support/stripe-server/server.ts";
import { NOW, openCheckedSchool } from "./testing.ts";

const KEY = "sk_test_doctor";
let server: StripeServer;
let checked: Awaited<ReturnType<typeof openCheckedSchool>>;

beforeAll(async () => {
  server = await openStripeServer({ secretKey: KEY, now: () => NOW });
  checked = await openCheckedSchool();
});
afterAll(() => server.close());
beforeEach(() => void server.endpoints.splice(0));

const settings = (more: Record<string, string> = {}) =>
  checked.settings({
    PORT: "3000",
    MATRICULA_PAYMENT_PROVIDERS: "stripe,bank",
    STRIPE_SECRET_KEY: KEY,
    STRIPE_WEBHOOK_SECRET: "whsec_old, whsec_new",
    STRIPE_API_HOST: "127.0.0.1",
    STRIPE_API_PORT: String(server.port),
    STRIPE_API_PROTOCOL: "http",
    ...more,
  });

const endpoint = (change: Record<string, unknown> = {}) => ({
  ...{ id: "we_1", object: "webhook_endpoint", status: "enabled", enabled_events: ["*"], api_version: API_VERSION },
  ...{ url: `${settings().url}/webhooks/stripe`, ...change },
});

test("an endpoint in our version is in order, and each secret says when it last proved a message", async () => {
  server.endpoints.push(endpoint());
  expect(await checked.states("stripe", "quick", settings())).toEqual(["ok", "ok", "ok"]);
});

test("an endpoint in another version is wrong, so that the health of the school says it", async () => {
  server.endpoints.push(endpoint({ api_version: "2020-08-27" }));
  const [found] = await checked.findings("stripe", "quick", settings());
  expect(found).toMatchObject({ state: "wrong", words: expect.stringContaining("2020-08-27") });
});

test.each([
  ["no endpoint for our address", { url: "https://elsewhere.example/hook" }],
  ["one that is switched off", { status: "disabled" }],
  ["one that leaves events out", { enabled_events: ["checkout.session.completed"] }],
])("%s is warned of", async (_, change) => {
  server.endpoints.push(endpoint(change));
  expect((await checked.states("stripe", "quick", settings()))[0]).toBe("warn");
});

test("a key that may not ask is no fault, and silence is warned of", async () => {
  expect((await checked.states("stripe", "quick", settings({ STRIPE_SECRET_KEY: "sk_test_other" })))[0]).toBe("ok");
  server.failNext("error", "error", "error");
  expect((await checked.states("stripe", "quick", settings()))[0]).toBe("warn");
});
