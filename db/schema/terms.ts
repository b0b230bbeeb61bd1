import { index, table, text, timestamp } from "../columns.ts";
import { orders } from "./orders.ts";

/** The school's terms as somebody was shown them when they paid. They are kept as they were, whatever the school says since. */
export const termsVersions = table("terms_versions", {
  /** A hash of its language and text, by which the page that showed it names it. */
  id: text().primaryKey(),
  language: text().notNull(),
  /** Markdown. */
  text: text().notNull(),
  createdAt: timestamp().notNull(),
});

/** Which terms the buyer of an order accepted by paying: those of their last press. */
export const acceptedTerms = table(
  "accepted_terms",
  {
    orderId: text()
      .primaryKey()
      .references(() => orders.id),
    versionId: text()
      .notNull()
      .references(() => termsVersions.id),
    acceptedAt: timestamp().notNull(),
  },
  (t) => [index("accepted_terms_by_version").on(t.versionId)],
);
