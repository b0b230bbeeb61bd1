/**
 * By which rules the keys that texts are sorted and searched by were made: our own, counted up with each change of
 * fold-letters.ts, search-text.ts, sort-key.ts or one of the `…-keys.ts`, and the edition of Unicode that the runtime knows.
 * After a change of either, every key is made again.
 */
export const TEXT_RULES = `2/${process.versions.unicode}`;

/** The row of the settings table that says which rules the keys of this database were made by. It is no setting of the school's. */
export const TEXT_RULES_KEY = "text_rules";
