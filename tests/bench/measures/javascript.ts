import { gzipSync } from "node:zlib";
import type { Bench, Finding, Measure } from "../measure.ts";
import { forget, openBenchSchool, serve } from "../school.ts";

const BEYOND_KB_MAX = 25;

/** The scripts that a page names, compressed as a proxy compresses them. */
export const javascript: Measure = {
  name: "javascript",
  about: "JavaScript of the catalogue and of a course's page, beyond that of a bare page of the same Next",
  run: async (bench: Bench) => {
    const school = await openBenchSchool(bench);
    const server = await serve(school);
    try {
      const bare = await sentWith(server.origin, "/bench/static/1");
      const catalogue = await (await fetch(`${server.origin}/courses`)).text();
      const [, slug] = /href="\/courses\/([a-z0-9-]+)"/.exec(catalogue.replaceAll("/courses/find", "")) ?? [];
      if (!slug) throw new Error("the catalogue names no course");
      const finding = async (measure: string, path: string): Promise<Finding> => {
        const sent = await sentWith(server.origin, path);
        return {
          measure,
          value: (sent.bytes - bare.bytes) / 1_000,
          unit: "kB",
          must: `<= ${BEYOND_KB_MAX}`,
          detail: { sentKb: sent.bytes / 1_000, files: sent.files, bareKb: bare.bytes / 1_000, bareFiles: bare.files },
        };
      };
      return [
        await finding("javascript-catalogue", "/courses"),
        await finding("javascript-course", `/courses/${slug}`),
      ];
    } finally {
      await server.stop();
      forget(school);
    }
  },
};

/** A browser that knows modules leaves `nomodule` scripts alone. */
async function sentWith(origin: string, path: string): Promise<{ bytes: number; files: number }> {
  const answer = await fetch(`${origin}${path}`);
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  const html = await answer.text();
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\bnomodule\b/i.test(tag));
  const sources = new Set(tags.flatMap((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? []));
  let bytes = 0;
  for (const source of sources) {
    const script = await fetch(new URL(source.replaceAll("&amp;", "&"), origin));
    bytes += gzipSync(Buffer.from(await script.arrayBuffer())).byteLength;
  }
  return { bytes, files: sources.size };
}
