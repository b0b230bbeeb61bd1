import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeLanguage } from "#domain/accounts/change-language.ts";
import { translateCohort } from "#domain/courses/translate-cohort.ts";
import { translateMeeting } from "#domain/courses/translate-meeting.ts";
import { changeSettings } from "#domain/settings/change-settings.ts";
import { type Fixtures, openFixtureSchool } from "#tests/support/route-table/fixtures.ts";
import { scaleDeadline } from "#tests/support/deadlines.ts";
import { startServers, type TestServers } from "#tests/support/servers.ts";

let things: Fixtures;
let servers: TestServers;

beforeAll(async () => {
  things = await openFixtureSchool();
  const owner = await things.school.person("owner");
  await things.school.as(owner)((ctx) => changeSettings(ctx, { moreLanguages: ["de"] }));
  servers = await startServers(1, things.school.database.url, {
    MATRICULA_DATA_DIR: things.dataDir,
    MATRICULA_PAYMENT_PROVIDERS: "sandbox,bank",
  });
});
afterAll(async () => {
  await servers?.stop();
  await things?.close();
});

type Answer = { status: number; body: string; headers: Record<string, string | string[] | undefined> };

/** One request with exactly this path, which fetch would tidy. */
function ask(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(servers.all[0]?.url ?? "");
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port, path, headers: { accept: "text/html", ...headers } }, (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (piece: string) => (body += piece));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
    });
    sent.on("error", reject);
    sent.end();
  });
}

const languageOf = ({ body }: Answer) => /<html[^>]* lang="([^"]*)"/.exec(body)?.[1];
const COOKIE = (language: string) => ({ cookie: `language=${language}` });

describe("a kept page", () => {
  test.each(["/courses", "/", "/courses/page/1"])(
    "%s is in the school's language, whoever asks first",
    async (path) => {
      const headers = { cookie: `language=de; ${things.people.student.cookie}`, "accept-language": "de-CH,de" };
      expect(languageOf(await ask(path, headers))).toBe("en");
      expect(languageOf(await ask(path))).toBe("en");
    },
  );

  test.each(["/de", "/de/courses", "/de/courses/page/1"])("%s is in the language of its address", async (path) => {
    const answer = await ask(path, { ...COOKIE("en"), "accept-language": "en" });
    expect([answer.status, languageOf(answer)]).toEqual([200, "de"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.headers["cache-control"]).toBe("no-cache");
  });

  test("of a course names the same page in every language, and itself as the one to be found", async () => {
    for (const [prefix, language] of [
      ["", "en"],
      ["/de", "de"],
    ]) {
      const answer = await ask(`${prefix}/courses/${things.courseSlug}`);
      expect([answer.status, languageOf(answer)]).toEqual([200, language]);
      const address = (before: string) => `${servers.origin}${before}/courses/${things.courseSlug}`;
      expect(answer.body).toContain(`<link rel="canonical" href="${address(prefix ?? "")}"/>`);
      expect(answer.body).toContain(`<link rel="alternate" hrefLang="de" href="${address("/de")}"/>`);
      expect(answer.body).toContain(`<link rel="alternate" hrefLang="en" href="${address("")}"/>`);
      expect(answer.body).toContain(`<link rel="alternate" hrefLang="x-default" href="${address("")}"/>`);
      expect(answer.body).toContain(`property="og:locale" content="${language === "de" ? "de_CH" : "en_GB"}"`);
    }
  });

  test("names cohorts and meetings in its language once they are given in it, and marks what is left as it was written", async () => {
    const { school, freeCohortId: cohortId, meetingId, courseSlug } = things;
    const at = (path: string) => ask(`${path}/courses/${courseSlug}`);
    expect((await at("/de")).body).toMatch(/lang="en"[^>]*>Free</);
    const owner = school.as(await school.person("owner"));
    await owner((ctx) => translateCohort(ctx, { cohortId, language: "de", name: "Gratis" }));
    await owner((ctx) => translateMeeting(ctx, { meetingId, language: "de", title: "Erster Abend" }));
    const { body } = await at("/de");
    expect(body).toMatch(/<span dir="auto"[^>]*>Gratis</);
    expect(body).toMatch(/<h3 dir="auto">Erster Abend</);
    expect(body).toMatch(/lang="en">, <!-- -->Room 2</);
    expect(body).not.toMatch(/>Free<|First evening/);
    expect((await at("")).body).toMatch(/<h3 dir="auto">First evening</);
  });

  test("keeps the language in its links: to the catalogue, to courses, to enrolling, to the account", async () => {
    for (const path of ["/de/courses", `/de/courses/${things.courseSlug}`]) {
      const { body } = await ask(path);
      // What the page's own script shows to somebody who is signed in leads where their account says the language.
      const shown = body.replace(/<div data-when="person"[\s\S]*?<\/account-corner>/, "");
      const found = shown.matchAll(/ (?:href|action)="(\/(?!_next|\/|icon|theme|files)[^"]*)"/g);
      const links = [...found].map(([, link]) => link ?? "");
      expect(links.filter((link) => !/^\/de(\/|$|\?)/.test(link))).toEqual(["/language/choice"]);
      expect(body).toContain(`name="to" value="${path.slice("/de".length)}"`);
      expect(links).toContain("/de/courses");
    }
    const course = await ask(`/de/courses/${things.courseSlug}`);
    expect(course.body).toContain('action="/de/enrol"');
  });

  test("holds nothing that only its first reader's address had", async () => {
    const at = `/de/courses/${things.courseSlug}`;
    await ask(`${at}?utm_source=a-letter`);
    expect((await ask(at)).body).not.toContain("a-letter");
    expect((await ask("/de/courses")).body).toContain('name="to" value="/courses"');
    expect((await ask("/courses?utm_source=a-letter")).body).not.toContain("a-letter");
  });

  test("is the same for everyone, however the first one wrote its address", async () => {
    const slug = things.courseSlug;
    const odd = [
      "/./de/courses/",
      "/de/../courses/",
      "/de/%2e%2e/courses/",
      "/x/../courses/",
      "/%63ourses/",
      "/de/%63ourses/",
    ];
    for (const start of odd) await ask(`${start}${slug}?next=attacker`, COOKIE("de"));
    for (const [path, language] of [
      [`/courses/${slug}`, "en"],
      [`/de/courses/${slug}`, "de"],
    ] as const) {
      const answer = await ask(path, COOKIE(language === "de" ? "en" : "de"));
      expect([answer.status, languageOf(answer)]).toEqual([200, language]);
      expect(answer.body).not.toContain("attacker");
    }
  });

  test("asked for by a script is the same language as the page it goes to", async () => {
    // Next's scripts add a mark of what they ask; whoever leaves it out is sent to the address with it.
    const headers = { rsc: "1", accept: "*/*", ...COOKIE("en") };
    const first = await ask("/de/courses", headers);
    const to = new URL(String(first.headers.location), servers.origin);
    const answer = first.status === 307 ? await ask(to.pathname + to.search, headers) : first;
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('"lang":"de"');
  });
});

describe("any other page", () => {
  test("is in the language of its address, which the browser remembers", async () => {
    const answer = await ask("/de/sign-in");
    expect([answer.status, languageOf(answer)]).toEqual([200, "de"]);
    expect(String(answer.headers["set-cookie"])).toContain("language=de; Path=/");
    expect(languageOf(await ask("/sign-in", COOKIE("de")))).toBe("de");
    expect(languageOf(await ask("/sign-in"))).toBe("en");
  });

  test("is not chosen by a browser that fetches it beforehand", async () => {
    const answer = await ask("/de/sign-in", { rsc: "1", "next-router-prefetch": "1" });
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  test("is not guessed from what the browser prefers, so that one address shows one page", async () => {
    expect(languageOf(await ask("/sign-in", { "accept-language": "de-CH,de;q=0.9" }))).toBe("en");
  });

  test("is in the language of the account of whoever is signed in, whatever the browser remembers", async () => {
    const { student } = things.people;
    const actor = { type: "user", id: student.id, roles: ["student"], provenAt: things.school.clock() } as const;
    await things.school.as(actor)((ctx) => changeLanguage(ctx, { userId: student.id, language: "de" }));
    const german = await ask("/account", { cookie: `${student.cookie}; language=en` });
    expect([german.status, languageOf(german)]).toEqual([200, "de"]);
    expect(languageOf(await ask("/account", { cookie: `${things.people.owner.cookie}; language=en` }))).toBe("en");
    // The address stands above all.
    await things.school.as(actor)((ctx) => changeLanguage(ctx, { userId: student.id, language: null }));
    expect(languageOf(await ask("/de/account", { cookie: student.cookie }))).toBe("de");
  });

  test("that is not there says so in the language of its address", async () => {
    const answer = await ask("/de/no-such-page");
    expect([answer.status, languageOf(answer)]).toEqual([404, "de"]);
  });
});

describe("a language that is chosen on a kept page", () => {
  const choose = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${servers.all[0]?.url}/language/choice`, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { origin: servers.origin, ...headers },
      redirect: "manual",
    });
    return [
      answer.status,
      answer.headers.get("location"),
      /language=(\w+)/.exec(`${answer.headers.get("set-cookie")}`)?.[1],
    ];
  };

  test("is the account's from then on, and shows the same page in it", async () => {
    const { cookie } = things.people.student;
    const course = `/courses/${things.courseSlug}`;
    expect(await choose({ language: "de", to: course }, { cookie })).toEqual([303, `/de${course}`, "de"]);
    // The browser of another day remembers nothing.
    expect(languageOf(await ask("/account", { cookie }))).toBe("de");
    expect(await choose({ language: "en", to: "/courses" }, { cookie })).toEqual([303, "/courses", "en"]);
    expect(languageOf(await ask("/account", { cookie }))).toBe("en");
  });

  test("is remembered by a visitor's browser", async () => {
    expect(await choose({ language: "de", to: "/courses" })).toEqual([303, "/de/courses", "de"]);
  });

  test("is none that the school does not offer, leads to no other site, and is not chosen by one", async () => {
    const { cookie } = things.people.student;
    expect(await choose({ language: "fr", to: "/courses" }, { cookie })).toEqual([303, "/courses", undefined]);
    expect(await choose({ language: "en", to: "//evil.example" })).toEqual([303, "/", "en"]);
    const foreign = { cookie, origin: "https://evil.example" };
    const [status, location, kept] = await choose({ language: "de", to: "/courses" }, foreign);
    expect([status, String(location).split("?")[0], kept]).toEqual([303, "/sorry", undefined]);
    expect(languageOf(await ask("/account", { cookie }))).toBe("en");
  });
});

describe("the prefix of the school's own language", () => {
  test("leads to the address without it, once, and is thereby chosen", async () => {
    for (const [path, to] of [
      ["/en", "/"],
      ["/en/courses", "/courses"],
      ["/en/sign-in?next=%2Forders", "/sign-in?next=%2Forders"],
      [`/en/courses/find?q=${"a".repeat(600)}`, `/courses/find?q=${"a".repeat(600)}`],
    ] as const) {
      const answer = await ask(path, COOKIE("de"));
      expect([answer.status, answer.headers.location]).toEqual([307, to]);
      expect(String(answer.headers["set-cookie"])).toContain("language=en");
      expect((await ask(to, COOKIE("en"))).status).toBe(200);
    }
  });

  test.each([
    "/en//evil.example",
    "/en/\\evil.example",
    "/en/%2f%2fevil.example",
    "/en/.//evil.example",
    "/en/https://evil.example",
  ])("leads to no other site: %s", async (path) => {
    const { headers } = await ask(path);
    const location = String(headers.location ?? "/");
    expect(new URL(location, servers.origin).origin).toBe(servers.origin);
    expect(location).not.toMatch(/^(\/\/|\/\\|https:)/);
  });

  test("is nothing that a stranger can ask for by its inner address", async () => {
    expect((await ask("/language?to=/courses")).status).toBe(404);
    expect((await ask("/language?to=https://evil.example")).status).toBe(404);
  });
});

describe("the prefix of a language that the school has given up", () => {
  const offer = async (...moreLanguages: string[]) => {
    const owner = await things.school.person("owner");
    await things.school.as(owner)((ctx) => changeSettings(ctx, { moreLanguages }));
  };
  afterAll(() => offer("de"));

  test("leads to the bare page for the time being, with its query and with a form's fields", async () => {
    await offer();
    await expect
      .poll(async () => (await ask("/de/courses")).headers.location, { timeout: scaleDeadline(10_000) })
      .toBe("/courses");
    const answer = await ask("/de/courses/find?q=clay&level=any", COOKIE("de"));
    expect([answer.status, answer.headers.location]).toEqual([307, "/courses/find?q=clay&level=any"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    const form = await fetch(`${servers.origin}/de/enrol`, { method: "POST", redirect: "manual" });
    expect([form.status, form.headers.get("location")]).toEqual([307, "/enrol"]);
    expect((await ask("/de/api/v1/courses")).status).toBe(404);
  });
});

test.each([
  "/xx/courses",
  "/de-CH/courses",
  "/fr",
  "/de/de/courses",
  "/de/api/v1/courses",
  "/de/health",
  "/de/robots.txt",
])("%s leads nowhere", async (path) => {
  const answer = await ask(path);
  expect(answer.status).toBe(404);
  expect(answer.headers["set-cookie"]).toBeUndefined();
});

test("a language in other cases leads to the address with the right ones", async () => {
  const answer = await ask("/DE/courses?page=2");
  expect([answer.status, answer.headers.location]).toEqual([307, "/de/courses?page=2"]);
});

test("a path that steps out of its prefix is the page that it leads to, and nothing more", async () => {
  const answer = await ask("/de/../admin");
  expect([answer.status, answer.headers.location]).toEqual([307, "/sign-in?next=%2Fadmin"]);
});

test("pages of two languages that are made at the same time never mix", async () => {
  const course = `/courses/${things.courseSlug}`;
  const wanted: [path: string, language: string, headers?: Record<string, string>][] = [
    ["/courses", "en", COOKIE("de")],
    ["/de/courses", "de", COOKIE("en")],
    [course, "en", COOKIE("de")],
    [`/de${course}`, "de"],
    ["/sign-in", "en"],
    ["/sign-in", "de", COOKIE("de")],
    ["/courses/find?q=a", "en"],
    ["/de/courses/find?q=a", "de"],
  ];
  const rounds = Array.from({ length: 12 }, () => wanted).flat();
  const seen = await Promise.all(rounds.map(async ([path, , headers]) => languageOf(await ask(path, headers))));
  expect(seen).toEqual(rounds.map(([, language]) => language));
});

test("the sitemap names every public page in each language, and each names the others", async () => {
  const { body } = await ask("/sitemap.xml");
  const course = `${servers.origin}/courses/${things.courseSlug}`;
  expect(body).toContain(`<loc>${course}</loc>`);
  expect(body).toContain(`<loc>${servers.origin}/de/courses/${things.courseSlug}</loc>`);
  expect(body).toContain(`hreflang="x-default" href="${course}"`);
});

test("the API answers in the language that its caller asks for, and says so", async () => {
  const problem = (language: string) =>
    ask("/api/v1/orders", { accept: "application/json", "accept-language": language, ...COOKIE("de") });
  const [german, english] = [await problem("de-CH, en;q=0.5"), await problem("en")];
  expect(german.headers["content-language"]).toBe("de");
  expect(english.headers["content-language"]).toBe("en");
  expect(String(german.headers.vary).toLowerCase()).toContain("accept-language");
  expect(JSON.parse(german.body).code).toBe(JSON.parse(english.body).code);
  expect(JSON.parse(german.body).detail).not.toBe(JSON.parse(english.body).detail);
});
