/**
 * Bare routes and pages to measure the school's own against, on the same server. They are there only while `npm run bench`
 * runs it; a school answers 404.
 */
export function benchIsOpen(): boolean {
  return process.env.MATRICULA_BENCH === "1";
}
