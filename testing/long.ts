/** Set by `npm run test:long` for what takes more time than `npm test` gives it. */
export const LONG = "MATRICULA_TEST_LONG";

/** Whether this is a long run: every fault, at its full length, and more rounds of what goes round. */
export const isLong = process.env[LONG] === "yes";
