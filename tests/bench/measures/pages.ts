import { startLoad } from "../load.ts";
import { alternate, type Bench, type Measure } from "../measure.ts";
import { forget, openBenchSchool, serve } from "../school.ts";
import { getPlan } from "../shots.ts";

/** Kept pages against bare ones, and what a sign-in costs. */
export const pages: Measure = {
  name: "pages",
  about:
    "the catalogue against a bare static page and against the same page rendered each time; a session against none",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    const server = await serve(school);
    const load = startLoad();
    const rounds = bench.size(5, 1);
    const page = (name: string, path: string, requests: number, cookie?: string) => ({
      name,
      unit: "requests/s",
      run: async () => (await load.drive(getPlan(server.origin, path, requests, cookie))).perSecond,
    });
    const many = bench.size(3_000, 300);
    const few = bench.size(400, 60);
    const [cookie] = school.facts.cookies;
    try {
      // The first page opens the database, and with it what keeps pages.
      await load.drive(getPlan(server.origin, "/courses", 32));
      const catalogue = page("the catalogue's first page", "/courses", many);
      const kept = await alternate(rounds, catalogue, page("a bare static page", "/bench/static/1", many));
      const rendered = page("the same page rendered for each request", "/courses/find", few);
      const fresh = await alternate(rounds, catalogue, rendered);
      const route = await alternate(
        rounds,
        page("/api/me with a session", "/api/me", many, cookie),
        page("/api/me without", "/api/me", many),
      );
      const dynamic = await alternate(
        rounds,
        page("/courses/find with a session", "/courses/find", few, cookie),
        page("/courses/find without", "/courses/find", few),
      );
      return [
        { measure: "catalogue-against-static", value: kept.ratio, unit: "ratio", must: ">= 0.6", a: kept.a, b: kept.b },
        { measure: "catalogue-kept", value: fresh.ratio, unit: "ratio", must: ">= 3", a: fresh.a, b: fresh.b },
        { measure: "session-on-a-route", value: route.ratio, unit: "ratio", must: ">= 0.65", a: route.a, b: route.b },
        {
          measure: "session-on-a-page",
          value: dynamic.ratio,
          unit: "ratio",
          must: ">= 0.65",
          a: dynamic.a,
          b: dynamic.b,
        },
      ];
    } finally {
      load.stop();
      await server.stop();
      forget(school);
    }
  },
};
