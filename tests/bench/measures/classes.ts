import { grow } from "../grow.ts";
import { type BenchClass, growClass } from "../grow-classes.ts";
import { startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { forget, openBenchSchool, serve } from "../school.ts";
import { getPlan } from "../shots.ts";

const SMALL = 10;
const LARGE = 5_000;
/** Places of which every student has four: so many students are there for the large class. */
const PLACES = 4 * LARGE;

/** What a teacher waits for with a class of ten and with one of five thousand: the roster, and the preview of an announcement. */
export const classes: Measure = {
  name: "classes",
  about: "the roster and the preview of an announcement with 10 and with 5,000 students, in one school",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    grow(school, PLACES);
    const small = growClass(school, SMALL);
    const large = growClass(school, LARGE);
    const load = startLoad();
    const server = await serve(school);
    const requests = bench.size(60, 10);
    const side = (students: number, path: string) => ({
      name: `${students} students, ${path}`,
      unit: "ms a request",
      run: async () => {
        const plan = getPlan(server.origin, path, requests, school.facts.officeCookie);
        return ((await load.drive(plan)).seconds * 1_000) / requests;
      },
    });
    const findings: Finding[] = [];
    try {
      for (const [measure, pathOf, must] of PAGES) {
        const sides = [side(LARGE, pathOf(large)), side(SMALL, pathOf(small))] as const;
        const { ratio, a, b } = await alternate(bench.size(7, 1), ...sides);
        findings.push({ measure, value: ratio, unit: "ratio", must, a, b });
      }
      return findings;
    } finally {
      load.stop();
      await server.stop();
      forget(school);
    }
  },
};

/** The first page of a large roster has sixty students to draw, six times as many as the small one. */
const PAGES: [measure: string, path: (of: BenchClass) => string, must: Finding["must"]][] = [
  ["class-roster", ({ roster }) => roster, "<= 4"],
  ["class-announcement", ({ announcement }) => announcement, "<= 2"],
];
