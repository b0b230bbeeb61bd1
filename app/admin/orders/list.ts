import { defineAddress } from "#app/admin/_list/list.ts";
import { orderList } from "#domain/orders/list-orders.ts";

export const ORDER_LIST = defineAddress({
  path: "/admin/orders",
  list: orderList,
  words: { q: "q", state: "state", need: "need", provider: "provider", from: "from", to: "until" },
  // Addresses that somebody has kept still say `attention`; the next version may forget it.
  former: { need: { attention: "review" } },
  defaultSort: { sort: "created", direction: "desc" },
});
