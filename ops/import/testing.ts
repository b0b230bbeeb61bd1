import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asc, eq } from "drizzle-orm";
import { cohorts, courses } from "#db/schema/index.ts";
import type { Rules } from "#domain/kernel/command.ts";
import { message, sourceText } from "#messages/message.ts";
import { openTestSchool } from "#tests/support/school.ts";
import { importFile, type Reject } from "./import-file.ts";
import { openTable } from "./open-table.ts";

/** A school and a folder of files to load into it. Each test takes a source of its own: keys are unique within one. */
export async function openImportSchool() {
  const whyNotCharge: Rules["whyNotCharge"] = (name, { minor, currency }) =>
    name === "stripe" && currency === "KWD" && minor % 10 !== 0
      ? message("payments.stripe_not_exactly", { amount: "this" })
      : null;
  const school = await openTestSchool({ whyNotCharge });
  const folder = mkdtempSync(join(tmpdir(), "matricula-import-"));
  let sources = 0;

  /** Writes a file to load: its text, or its lines. */
  function file(name: string, lines: string[] | string): string {
    const path = join(folder, name);
    writeFileSync(path, typeof lines === "string" ? lines : `${lines.join("\n")}\n`);
    return path;
  }

  async function load(path: string, { source, publish = true }: { source: string; publish?: boolean }) {
    const rejects: Reject[] = [];
    const warnings: Reject[] = [];
    const summary = await importFile(await openTable(path), {
      source,
      publish,
      defaults: { timezone: "Europe/Zurich", currency: "CHF" },
      write: school.asSystem,
      reject: (row) => rejects.push(row),
      say: sourceText,
      warn: (row) => warnings.push(row),
    });
    const said = (rows: Reject[]) => rows.map(({ line, key, reason }) => `${line} ${key}: ${reason}`);
    return { summary, rejects: said(rejects), warnings: said(warnings) };
  }

  const { read } = school.database;
  return {
    school,
    folder,
    file,
    load,
    newSource: () => `test${++sources}`,
    cohortsOf: (source: string) =>
      read.select().from(cohorts).where(eq(cohorts.source, source)).orderBy(asc(cohorts.externalKey)),
    coursesOf: (source: string) =>
      read.select().from(courses).where(eq(courses.source, source)).orderBy(asc(courses.externalKey)),
    async close() {
      rmSync(folder, { recursive: true, force: true });
      await school.drop();
    },
  };
}

export type ImportSchool = Awaited<ReturnType<typeof openImportSchool>>;
