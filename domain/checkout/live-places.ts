import { inArray } from "drizzle-orm";
import { enrolments } from "#db/schema/index.ts";

/** SQL: a place that somebody has, or that is held for them. Who has completed the course keeps that. */
export const isLivePlace = inArray(enrolments.state, ["pending", "active", "suspended"]);
