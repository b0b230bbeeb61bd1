import { createCode } from "../kernel/ids.ts";

/** 32 letters make some thirty thousand million codes, short enough to read aloud. */
const ORDER_CODE_LENGTH = 7;
/** With a million orders one code in thirty thousand is taken, and five in a row never are. */
const TRIES_MAX = 5;

const drawn = () => createCode(ORDER_CODE_LENGTH);

/**
 * Writes an order under a code that no other has, and gives it back with its code. `insert` does nothing and gives no rows when
 * the code is taken; then another is drawn.
 */
export async function insertWithFreeCode<Order extends object>(
  order: Order,
  insert: { execute(row: Order & { code: string }): Promise<readonly object[]> },
  draw = drawn,
): Promise<Order & { code: string }> {
  for (let attempt = 1; attempt <= TRIES_MAX; attempt++) {
    const whole = { ...order, code: draw() };
    if ((await insert.execute(whole)).length > 0) return whole;
  }
  throw new Error("no free code for an order was found");
}
