import type { Operation } from "#app/_edge/operation.ts";
import { courseOperations } from "./courses.ts";
import { enrolmentOperations } from "./enrolments.ts";

/** Everything the API offers. The docs are made from this table, and a test holds every route file against it. */
export const OPERATIONS = [...courseOperations, ...enrolmentOperations] as unknown as readonly Operation[];
