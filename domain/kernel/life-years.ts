/** Days that people give of their lives, such as a birthday, lie in these years. */
export const [FIRST_YEAR, LAST_YEAR] = [1900, 2199] as const;
