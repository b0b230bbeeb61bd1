import { resolve } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { identities, sessions, users } from "#db/schema/index.ts";
import { openTestDatabase, type TestDatabase } from "#db/testing.ts";
import { type GithubPerson, type OauthServer, openOauthServer } from "#tests/support/oauth-server/server.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let database: TestDatabase;
let elsewhere: OauthServer;
let servers: TestServers;
beforeAll(async () => {
  database = await openTestDatabase();
  elsewhere = await openOauthServer();
  servers = await startServers(1, database.url, {
    AUTH_GOOGLE_ID: "google-id",
    AUTH_GOOGLE_SECRET: "google-secret",
    AUTH_GITHUB_ID: "github-id",
    AUTH_GITHUB_SECRET: "github-secret",
    AUTH_OIDC_ISSUER: `${elsewhere.url}/oidc`,
    AUTH_OIDC_ID: "oidc-id",
    AUTH_OIDC_SECRET: "oidc-secret",
    AUTH_OIDC_NAME: "The town",
    OAUTH_STAND_IN: elsewhere.url,
    NODE_OPTIONS: `--import=${resolve("tests/support/oauth-server/reroute.ts")}`,
  });
});
afterAll(async () => {
  await servers?.stop();
  await elsewhere?.close();
  await database?.drop();
});

type Provider = "google" | "github" | "oidc";

/** A browser without scripts, with cookies of its own. */
function openBrowser(origin = servers.origin) {
  const jar = new Map<string, string>();
  async function ask(path: string, form?: FormData): Promise<Response> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, origin, "sec-fetch-site": "same-origin" };
    const url = new URL(path, origin).href;
    const answer = await fetch(url, { headers, redirect: "manual", ...(form ? { method: "POST", body: form } : {}) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /max-age=0\b/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }
  /** Presses the button of a provider on a page. Gives where the browser is sent. */
  async function press(path: string, provider: Provider): Promise<string> {
    const forms = (await (await ask(path)).text()).split("<form").slice(1);
    const found = forms
      .map((each) => each.split("</form>")[0] ?? "")
      .find((each) => each.includes(`value="${provider}"`));
    if (!found) throw new Error(`${path} has no button for ${provider}`);
    const form = new FormData();
    for (const [input] of found.matchAll(/<input[^>]*>/g)) {
      const value = /value="([^"]*)"/.exec(input)?.[1] ?? "";
      form.set(/name="([^"]*)"/.exec(input)?.[1] ?? "", value.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
    }
    return (await ask(path, form)).headers.get("location") ?? "";
  }
  return { ask, press, jar, isSignedIn: async () => (await ask("/account")).status === 200 };
}

type Agreed = Parameters<OauthServer["agree"]>[1];

/** Goes to a provider, agrees there and comes back. Gives where that leads. */
async function comeIn(browser: ReturnType<typeof openBrowser>, provider: Provider, who: Agreed, from = "/sign-in") {
  const back = elsewhere.agree(await browser.press(from, provider), who);
  return whereTo(await browser.ask(back));
}

/** Where an answer leads, as a path of the school. */
const whereTo = (answer: Response) => (answer.headers.get("location") ?? "").replace(servers.origin, "");

const rowOf = async (email: string) => {
  const [row] = await database.read.select().from(users).where(eq(users.email, email));
  return row;
};
const github = (id: number, email: string, change: Partial<GithubPerson["emails"][number]> = {}): GithubPerson => ({
  profile: { id, login: `octo${id}`, name: null, email: null },
  emails: [
    { email: "other@users.noreply.example", primary: false, verified: true, visibility: null },
    { email, primary: true, verified: true, visibility: "private", ...change },
  ],
});

describe("the way to a provider", () => {
  test.each([
    ["google", "https://accounts.google.com/o/oauth2/v2/auth", "google-id", ["openid", "profile", "email"]],
    ["github", "https://github.com/login/oauth/authorize", "github-id", ["read:user", "user:email"]],
    ["oidc", "/oidc/authorize", "oidc-id", ["openid", "profile", "email"]],
  ] as const)("says who asks, for what, and protects the way back: %s", async (provider, place, id, scopes) => {
    const url = new URL(await openBrowser().press("/sign-in", provider));
    expect(`${url.origin}${url.pathname}`).toContain(place);
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      client_id: id,
      response_type: "code",
      redirect_uri: `${servers.origin}/auth/callback/${provider}`,
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/.{20}/),
    });
    expect(asked.scope?.split(" ").sort()).toEqual([...scopes].sort());
    if (provider !== "github") expect(asked.nonce).toMatch(/.{20}/);
  });
});

test("the pages with the providers' buttons let their forms lead there, and no other page does", async () => {
  const browser = openBrowser();
  await comeIn(browser, "github", { github: github(9, "jo@example.org") });
  const leads = async (path: string) =>
    /form-action ([^;]*)/.exec((await browser.ask(path)).headers.get("content-security-policy") ?? "")?.[1];
  const named = `'self' https://accounts.google.com https://github.com https: ${elsewhere.url}`;
  expect(await Promise.all(["/sign-in", "/sign-up", "/account"].map(leads))).toEqual([named, named, named]);
  expect(await Promise.all(["/account/verify/x", "/help", "/learning"].map(leads))).toEqual(Array(3).fill("'self'"));
});

describe("the way back", () => {
  test.each([
    ["google", "google-id:google-secret"],
    ["oidc", "oidc-id:oidc-secret"],
  ] as const)("makes a student of somebody new whose address %s has verified", async (provider, client) => {
    const browser = openBrowser();
    const email = `mara.${provider}@example.org`;
    const claims = { sub: `sub-${provider}`, email, email_verified: true, name: "Mara Keller" };
    expect(await comeIn(browser, provider, { claims })).toBe("/learning");
    expect(await browser.isSignedIn()).toBe(true);
    expect(await rowOf(email)).toMatchObject({ name: "Mara Keller", verifiedAt: expect.any(Date), passwordHash: null });
    expect(elsewhere.exchanges.at(-1)).toMatchObject({
      client,
      verified: true,
      form: { grant_type: "authorization_code" },
    });
    expect([...browser.jar.keys()].filter((name) => name.includes("authjs"))).toEqual([]);
  });

  test("reads from GitHub the address that its person shows to nobody else", async () => {
    const browser = openBrowser();
    expect(await comeIn(browser, "github", { github: github(1, "Private@Example.org") })).toBe("/learning");
    const row = await rowOf("private@example.org");
    expect(row).toMatchObject({ name: "octo1", verifiedAt: expect.any(Date) });
    const [linked] = await database.read
      .select()
      .from(identities)
      .where(eq(identities.userId, row?.id ?? ""));
    expect(linked).toMatchObject({ provider: "github", subject: "1" });
    expect(elsewhere.exchanges.at(-1)).toMatchObject({ client: "github-id:github-secret", verified: true });
  });

  test("opens nobody's account by an address that was not verified there", async () => {
    await comeIn(openBrowser(), "google", {
      claims: { sub: "owner", email: "owner@example.org", email_verified: true },
    });
    const thieves: [Provider, Agreed][] = [
      ["google", { claims: { sub: "thief", email: "owner@example.org", email_verified: false } }],
      ["oidc", { claims: { sub: "thief", email: "owner@example.org" } }],
      ["github", { github: github(2, "owner@example.org", { verified: false }) }],
      [
        "github",
        {
          github: {
            ...github(3, "thief@example.org", { verified: false }),
            profile: { ...github(3, "").profile, email: "owner@example.org" },
          },
        },
      ],
    ];
    for (const [provider, who] of thieves) {
      const browser = openBrowser();
      // Only the second says neither yes nor no, and only a setting can help there.
      const said = "claims" in who && who.claims.email_verified === undefined ? "unsaid" : "unproven";
      expect(await comeIn(browser, provider, who)).toBe(`/sign-in?said=${said}`);
      expect(await browser.isSignedIn()).toBe(false);
    }
  });

  test("is open once, and only to the browser that went there", async () => {
    const browser = openBrowser();
    const claims = { sub: "once", email: "once@example.org", email_verified: true };
    const back = elsewhere.agree(await browser.press("/sign-in", "google"), { claims });
    const other = openBrowser();
    expect(whereTo(await other.ask(back))).toMatch(/^\/sign-in\?/);
    expect(await other.isSignedIn()).toBe(false);
    expect(whereTo(await browser.ask(back))).toBe("/learning");
    const again = openBrowser();
    expect(whereTo(await again.ask(back))).toMatch(/^\/sign-in\?/);
    expect(await again.isSignedIn()).toBe(false);
  });
});

describe("an issuer that sends no email_verified, as Entra and Authentik", () => {
  let trusting: TestServers;
  beforeAll(async () => {
    trusting = await startServers(1, database.url, {
      // With a last slash, which its tokens do not bear.
      AUTH_OIDC_ISSUER: `${elsewhere.url}/oidc/`,
      AUTH_OIDC_ID: "oidc-id",
      AUTH_OIDC_SECRET: "oidc-secret",
      AUTH_OIDC_TRUST_EMAIL: "yes",
    });
  });
  afterAll(() => trusting?.stop());

  const signIn = async (claims: Record<string, unknown> & { sub: string }) => {
    const browser = openBrowser(trusting.origin);
    const back = elsewhere.agree(await browser.press("/sign-in", "oidc"), { claims });
    return ((await browser.ask(back)).headers.get("location") ?? "").replace(trusting.origin, "");
  };

  test("is believed where the setting trusts it, and never against its own no", async () => {
    expect(await signIn({ sub: "new-here", email: "entra@example.org", name: "Enno Tra" })).toBe("/learning");
    expect(await rowOf("entra@example.org")).toMatchObject({ verifiedAt: expect.any(Date) });
    const denied = { sub: "not-you", email: "entra@example.org", email_verified: false };
    expect(await signIn(denied)).toBe("/sign-in?said=unproven");
  });

  test("is named with the setting where it is not trusted", async () => {
    const page = await (await openBrowser().ask("/sign-in?said=unsaid")).text();
    expect(page).toContain("email_verified");
    expect(page).toContain("AUTH_OIDC_TRUST_EMAIL=yes");
  });
});

describe("an account elsewhere that is connected in the account page", () => {
  test("opens the account from then on, with another address and unverified", async () => {
    const browser = openBrowser();
    await comeIn(browser, "github", { github: github(4, "dana@example.org") });
    const claims = { sub: "dana-at-google", email: "another.dana@example.org", email_verified: false };
    expect(await comeIn(browser, "google", { claims }, "/account")).toBe("/account?said=connected#ways");
    const later = openBrowser();
    expect(await comeIn(later, "google", { claims })).toBe("/learning");
    expect(await (await later.ask("/account")).text()).toContain("dana@example.org");
  });

  test("is not added from a sign-in that is long past before its person has signed in again", async () => {
    const browser = openBrowser();
    await comeIn(browser, "github", { github: github(10, "kim@example.org") });
    const { id = "" } = (await rowOf("kim@example.org")) ?? {};
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await database.write((tx) => tx.update(sessions).set({ createdAt: anHourAgo }).where(eq(sessions.userId, id)));
    expect(await browser.press("/account", "google")).toBe("");
    const door = "/sign-in?said=again&next=%2Faccount";
    expect(await (await browser.ask("/account")).text()).toContain(door.replaceAll("&", "&amp;"));
    expect(await (await browser.ask(door)).text()).toContain("Sign in once more, so that we know it is you");
    await comeIn(browser, "github", { github: github(10, "kim@example.org") });
    const claims = { sub: "kim-at-google", email: "kim.g@example.org", email_verified: true };
    expect(await comeIn(browser, "google", { claims }, "/account")).toBe("/account?said=connected#ways");
  });

  test("is not added by a browser that has signed out, or in as somebody else, on the way", async () => {
    const browser = openBrowser();
    await comeIn(browser, "github", { github: github(5, "eli@example.org") });
    const claims = { sub: "eli-at-google", email: "eli2@example.org", email_verified: false };
    const back = elsewhere.agree(await browser.press("/account", "google"), { claims });
    const victim = openBrowser();
    await comeIn(victim, "github", { github: github(6, "fay@example.org") });
    browser.jar.set("session", victim.jar.get("session") ?? "");
    expect(whereTo(await browser.ask(back))).toBe("/sign-in?said=elsewhere");
    const linked = await database.read.select().from(identities).where(eq(identities.subject, "eli-at-google"));
    expect(linked).toEqual([]);
  });

  test("that opens somebody else's account stays theirs", async () => {
    const claims = { sub: "gus-at-google", email: "gus@example.org", email_verified: true };
    await comeIn(openBrowser(), "google", { claims });
    const browser = openBrowser();
    await comeIn(browser, "github", { github: github(7, "hal@example.org") });
    expect(await comeIn(browser, "google", { claims }, "/account")).toBe("/account?said=way-taken#ways");
  });

  test("and given up on the way leads back to the account and changes nothing", async () => {
    const browser = openBrowser();
    await comeIn(browser, "github", { github: github(8, "ida@example.org") });
    const asked = new URL(await browser.press("/account", "google")).searchParams;
    const back = `/auth/callback/google?error=access_denied&state=${encodeURIComponent(asked.get("state") ?? "")}`;
    expect(whereTo(await browser.ask(back))).toBe("/account?said=not-connected#ways");
    expect(await browser.isSignedIn()).toBe(true);
    // What was begun is over: the next time that person signs in with Google, they sign in.
    const claims = { sub: "ida-at-google", email: "ida.g@example.org", email_verified: true };
    expect(await comeIn(browser, "google", { claims })).toBe("/learning");
  });
});
