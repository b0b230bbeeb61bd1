import { toSaid } from "#messages/message-error.ts";
import { pingClamd } from "#providers/clamd.ts";
import { type Check, resultsOf } from "../check.ts";
import { message } from "#messages/message.ts";

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
      // An AggregateError of several connection attempts has an empty message.
      const why = toSaid(error) || String(error);
      const words = message("doctor.scanner_does_not_answer", { clamd, why });
      const mend = message("doctor.mend_scanner");
      return [wrong(words, { mend })];
    }
    return [ok(message("doctor.scanner_answers", { clamd }))];
  },
};
