import { translatorFor } from "#messages/translator.ts";
import { formatFinding } from "#ops/health/format-finding.ts";
import type { IncomingHttpHeaders } from "node:http";
import { beforeEach, describe, expect, test } from "vitest";
import { resetProxyWatch, getProxyReasons, recordProxyProblem, recordProxyCorrect } from "#ops/health/proxy-watch.ts";
import { readConfig } from "#config/config.ts";
import { normaliseHeaders } from "./normalise-request.ts";

const facts = {
  ...readConfig({ MATRICULA_URL: "https://school.example", MATRICULA_OWNER_EMAIL: "owner@school.example" }),
  secret: "the school's secret, for tests alone",
};
const ours = "https://school.example";

function normalised(headers: IncomingHttpHeaders, peer: string | undefined = "127.0.0.1"): IncomingHttpHeaders {
  normaliseHeaders(headers, peer, facts);
  return headers;
}

beforeEach(resetProxyWatch);

describe("a form of the school's own address passes Next's comparison", () => {
  test.each<[what: string, headers: IncomingHttpHeaders]>([
    ["behind Caddy", { host: "school.example", "x-forwarded-host": "school.example" }],
    ["behind nginx without a line of its own", { host: "127.0.0.1:3000" }],
    ["behind nginx that passes the name without its port", { host: "school.example" }],
    [
      "behind two that each name another host",
      { host: "app:3000", "x-forwarded-host": "edge.internal, school.example" },
    ],
    ["without any host", {}],
    ["with a host that is none", { host: "a b" }],
  ])("%s", (_what, headers) => {
    expect(normalised({ ...headers, origin: ours })["x-forwarded-host"]).toBe("school.example");
  });
});

test.each(["null", "", "nonsense", "file://", "javascript:alert(1)"])(
  "an origin that is none (%s) is none to Next",
  (origin) => {
    expect(normalised({ host: "school.example", origin }).origin).toBeUndefined();
  },
);

test("the scheme is that of MATRICULA_URL, whatever a proxy or a stranger says", () => {
  expect(normalised({ "x-forwarded-proto": "http", "x-forwarded-port": "80" })).toMatchObject({
    "x-forwarded-proto": "https",
  });
  expect(normalised({})["x-forwarded-proto"]).toBe("https");
});

test("the client's address is one address, however many a header holds", () => {
  expect(normalised({ "x-forwarded-for": "9.9.9.9, 203.0.113.7" })["x-forwarded-for"]).toBe("203.0.113.7");
  expect(normalised({}, "203.0.113.9")["x-forwarded-for"]).toBe("203.0.113.9");
});

test("a form that Next sends on to itself keeps its client's address, where this machine is not trusted too", () => {
  const inside = { ...facts, trustedProxies: { count: 0 } };
  const first: IncomingHttpHeaders = { host: "school.example" };
  normaliseHeaders(first, "203.0.113.7", inside);
  const sentOn: IncomingHttpHeaders = { ...first, host: "localhost:3000" };
  normaliseHeaders(sentOn, "127.0.0.1", inside);
  expect(sentOn["x-forwarded-for"]).toBe("203.0.113.7");
  for (const made of ["9.9.9.9", "9.9.9.9 made-up", `9.9.9.9 ${"a".repeat(43)}`, "", " "]) {
    const forged: IncomingHttpHeaders = { "x-matricula-client": made };
    normaliseHeaders(forged, "203.0.113.7", inside);
    expect(forged["x-forwarded-for"]).toBe("203.0.113.7");
  }
});

describe("what a proxy gets wrong", () => {
  const proxyReasons = () => getProxyReasons().map((reason) => formatFinding(reason, translatorFor("en")));
  const codes = () => getProxyReasons().map(({ code }) => code);

  test("is that it does not say where people come from: the header and the line are named", () => {
    normalised({ host: "127.0.0.1:3000", origin: ours });
    expect(codes()).toEqual(["proxy_no_client"]);
    const [reason] = proxyReasons();
    expect(reason?.words).toContain("X-Forwarded-For");
    expect(reason?.mend).toContain("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for");
  });

  test("is that it is not among those that are believed: the setting is named", () => {
    normalised({ host: "school.example", "x-forwarded-for": "203.0.113.7" }, "172.18.0.3");
    expect(proxyReasons()).toMatchObject([
      { code: "proxy_untrusted", mend: expect.stringContaining("MATRICULA_TRUSTED_PROXIES=") },
    ]);
    expect(proxyReasons()[0]?.mend).toContain("172.18.0.3");
  });

  test("is nothing that a stranger can invent: neither from outside nor once it was right", () => {
    normalised({ "x-forwarded-for": "10.0.0.1" }, "203.0.113.9");
    expect(codes()).toEqual([]);
    normalised({ host: "school.example", origin: ours, "x-forwarded-for": "203.0.113.7" });
    normalised({ host: "school.example", origin: ours });
    normalised({ "x-forwarded-for": "1.1.1.1" }, "10.0.0.9");
    expect(codes()).toEqual([]);
    recordProxyCorrect("proxy_url");
    recordProxyProblem({ trouble: "proxy_url", seen: "https://evil.example", set: ours });
    expect(codes()).toEqual([]);
  });

  test("goes when it is mended", () => {
    recordProxyProblem({ trouble: "proxy_url", seen: "https://other.example", set: ours });
    expect(proxyReasons()[0]?.mend).toContain("MATRICULA_URL=https://other.example");
    recordProxyCorrect("proxy_url");
    expect(codes()).toEqual([]);
  });

  test("is not seen in a question about health, which no browser sends", () => {
    normalised({ host: "127.0.0.1:3000" });
    normalised({ host: "10.1.2.3:3000" }, "10.0.0.1");
    expect(codes()).toEqual([]);
  });
});
