/** The value of an argument: a text or a number. What a message counts is a number. */
export type Value = string | number;

/** A part of a sentence that the page wraps: `<link>Write to us</link>`. */
export type Tag = { readonly tag: true };

/** Of a message that is text only. */
export type NoArguments = Record<never, never>;
