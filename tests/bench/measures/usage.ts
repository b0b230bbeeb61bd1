import { grow } from "../grow.ts";
import { growUsage } from "../grow-usage.ts";
import { startLoad } from "../load.ts";
import { alternate, type Bench, type Finding, type Measure } from "../measure.ts";
import { type BenchSchool, forget, openBenchSchool, serve } from "../school.ts";
import { getPlan } from "../shots.ts";

const PLACES = 2_000;
const FEW = 10_000;

/** What it costs to look at how a course is used, when little and when much of it was opened. */
export const usage: Measure = {
  name: "usage",
  about: "the pages about usage with 10,000 and with 10,000,000 openings of one course",
  run: async (bench: Bench) => {
    const few = await used(bench, FEW);
    const many = await used(bench, bench.size(10_000_000, 100_000));
    const load = startLoad();
    const servers = { few: await serve(few.school), many: await serve(many.school) };
    const requests = bench.size(60, 10);
    const side = (which: "few" | "many", { school }: Used, path: string) => ({
      name: `${which} openings, ${path}`,
      unit: "ms a request",
      run: async () => {
        const plan = getPlan(servers[which].origin, path, requests, school.facts.officeCookie);
        return ((await load.drive(plan)).seconds * 1_000) / requests;
      },
    });
    const findings: Finding[] = [];
    try {
      for (const [measure, pathOf] of PAGES) {
        const sides = [side("many", many, pathOf(many.courseId)), side("few", few, pathOf(few.courseId))] as const;
        const { ratio, a, b } = await alternate(bench.size(7, 1), ...sides);
        findings.push({ measure, value: ratio, unit: "ratio", must: "<= 1.2", a, b });
      }
      return findings;
    } finally {
      load.stop();
      for (const server of Object.values(servers)) await server.stop();
      for (const { school } of [few, many]) forget(school);
    }
  },
};

const PAGES: [measure: string, path: (courseId: string) => string][] = [
  ["usage-course", (id) => `/admin/courses/${id}/usage`],
  ["usage-course-year", (id) => `/admin/courses/${id}/usage?days=364`],
  ["usage-students", (id) => `/admin/courses/${id}/usage/students`],
  ["usage-school", () => "/admin/usage?days=91"],
];

type Used = { school: BenchSchool; courseId: string };

async function used(bench: Bench, openings: number): Promise<Used> {
  const school = await openBenchSchool(bench);
  grow(school, PLACES);
  return { school, courseId: growUsage(school, openings) };
}
