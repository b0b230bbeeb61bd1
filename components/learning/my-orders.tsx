import { formatListParts } from "#components/ui/number.ts";
import { Badge } from "#components/ui/badge.tsx";
import { formatInstant } from "#components/ui/date.tsx";
import { Money } from "#components/ui/money.tsx";
import type { MyOrder } from "#domain/learning/list-my-orders.ts";
import { orderWords, describeBalance } from "./order-words.ts";
import { writtenIn } from "#components/ui/written-in.ts";
import { getTranslator } from "#components/messages/get-translator.ts";

/** A student's orders, one under the other, each leading to its receipt. */
export function MyOrders({ orders, timezone }: { orders: MyOrder[]; timezone: string }) {
  const t = getTranslator();
  return (
    <ul className="mb-6 border-t border-rule">
      {orders.map((order) => {
        const { label, tone } = orderWords(order);
        const words = describeBalance(order);
        return (
          <li key={order.code} className="border-b border-rule">
            <a
              href={`/orders/${order.code}`}
              className="-mx-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 rounded-md px-3 py-4 hover:bg-sunken"
            >
              <span className="min-w-0 flex-[1_1_18rem]">
                <span className="font-[560] [overflow-wrap:anywhere]" dir="auto">
                  {formatListParts(order.titles.map(({ title }) => title)).map(({ text, item }) => {
                    const language = item === undefined ? undefined : order.titles[item]?.language;
                    return language === undefined ? (
                      text
                    ) : (
                      <span key={item} {...writtenIn(language)}>
                        {text}
                      </span>
                    );
                  })}
                </span>
                <span className="num mt-0.5 block text-small text-ink-soft">
                  {order.code} · {formatInstant(order.createdAt, { timezone, form: "date" })}
                </span>
                {words && <span className="block text-small text-warn">{words}</span>}
              </span>
              <span className="flex items-center gap-4">
                {order.total.minor === 0 ? <span>{t("learning.free")}</span> : <Money amount={order.total} />}
                <Badge tone={tone}>{label}</Badge>
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
