/** What a move leaves in the database that it reads, for as long as it copies: a table of the keys that were written, and triggers that fill it. */

/** The table, and what the names of triggers and functions begin with. */
export const CHANGES = "matricula_changes";

/** The first row names the move, so that one that was cut off is not mistaken for the one that runs. */
export const NO_TABLE = "";
