/** Set to `yes` by `npm run test:long`, and by `npm run faults`. */
export const LONG = "MATRICULA_TEST_LONG";

/** Whether this is a long run: every fault, at its full length, and more rounds of what goes round. */
export const isLong = process.env[LONG] === "yes";

/** Whether this is a run among others, that gives what is promised in seconds more time: that of vitest which is not long. */
export const isPatient = !isLong && process.env.VITEST !== undefined;
