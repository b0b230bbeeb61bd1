/** Long enough for a thousand million orders, short enough to read aloud. */
export const ORDER_CODE_LENGTH = 7;
