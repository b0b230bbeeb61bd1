/**
 * The rule of the quick run, in one place. `npm test` is for whoever has changed something and waits: everything that is done in several
 * ways is done in one of them, by turn, and what only PostgreSQL with several processes can show stays. `npm run test:all` leaves nothing
 * of it out, and neither does a test that is run by hand. `isLong` (long-run.ts) is the third width.
 */

/** Set to `yes` by `npm test`. */
export const QUICK = "MATRICULA_TEST_QUICK";

/** Whether this is the quick run. */
export const isQuick = process.env[QUICK] === "yes";

/** What a test says that a quick run leaves out: the last line of the run counts them. */
export const LEFT_TO_ALL = "left to npm run test:all";

/**
 * Which of the ways in which a thing may be done is its own in a quick run. It goes by the thing's name, so that another thing that is
 * added or taken away changes nobody's, and over many things each way is gone about as often.
 */
export function ownWay<Way>(name: string, ways: readonly Way[]): Way | undefined {
  return ways[sumOf(name) % ways.length];
}

/** FNV-1a, whose last bits differ for names that differ in one letter. */
function sumOf(name: string): number {
  let sum = 0x81_1c_9d_c5;
  for (const letter of name) sum = Math.imul(sum ^ (letter.codePointAt(0) ?? 0), 0x01_00_01_93) >>> 0;
  return (sum ^ (sum >>> 15)) >>> 0;
}

/**
 * Where tests stand whose subject is what several processes do to one database at a time: that is what an engine decides and what the
 * domain's tests, all of which run on both engines, cannot show. Any other test with a server runs on SQLite in a quick run.
 */
export const SHARED_DATABASE: readonly string[] = ["ops/server/", "tests/concurrency/"];

/** Files of which a quick run keeps nothing, because what they hold together is held in parts by others that it keeps. */
export const IN_PARTS: Readonly<Record<string, readonly string[]>> = {
  // A school moves while it serves, and its processes go over: under a crowd it takes as long as forty other tests with servers.
  "ops/server/follow-move.server.test.ts": ["ops/server/follow-move.test.ts", "ops/move/move-while-serving.db.test.ts"],
};

/**
 * Files of database tests that a quick run does not take on PostgreSQL. They are no part of the domain, all of which runs on both engines
 * in every run, and long: what a request must be before its verb is asked, the story that the demo school is told, files that are read in, and
 * what the doctor asks of Stripe.
 */
export const ON_SQLITE: readonly string[] = [
  "app/api/v1/refusals.db.test.ts",
  "ops/demo/demo.db.test.ts",
  "ops/doctor/stripe.db.test.ts",
  "ops/import/bank/bank-lines.db.test.ts",
  "ops/import/bank/known-money.db.test.ts",
  "ops/import/students/student-import.db.test.ts",
];

/** The files of server tests that a quick run takes on PostgreSQL. */
export const SHARED_DATABASE_FILES: readonly string[] = SHARED_DATABASE.map((folder) => `${folder}**/*.server.test.ts`);
