import { pingClamd } from "#providers/clamd.ts";
import { type Check, resultsOf } from "../check.ts";

/** Whether the virus scanner answers, where one is named: while it does not, no file is taken. */
export const scanner: Check = {
  name: "virus scanner",
  from: "quick",
  async run({ settings }) {
    const { clamd } = settings.uploads;
    if (clamd === null) return [];
    const { ok, wrong } = resultsOf("virus scanner");
    try {
      await pingClamd(clamd);
    } catch (error) {
      const why = error instanceof Error && error.message !== "" ? error.message : String(error);
      const words = `The virus scanner at ${clamd} does not answer (${why}), so nobody can send a file. Everything else works.`;
      const mend = "start clamd, correct MATRICULA_CLAMD, or leave it out to take files unscanned";
      return [wrong(words, { mend })];
    }
    return [ok(`The virus scanner at ${clamd} answers.`)];
  },
};
