import type { Operation } from "#app/_http/operation.ts";
import { coursePartOperations } from "./course-parts.ts";
import { courseOperations } from "./courses.ts";
import { enrolmentOperations } from "./enrolments.ts";
import { orderOperations } from "./orders.ts";
import { studentOperations } from "./students.ts";
import { ticketOperations } from "./tickets.ts";
import { waitingOperations } from "./waiting.ts";

/** Everything the API offers. The docs are made from this table, and a test holds every route file against it. */
export const OPERATIONS = [
  ...courseOperations,
  ...coursePartOperations,
  ...studentOperations,
  ...enrolmentOperations,
  ...waitingOperations,
  ...orderOperations,
  ...ticketOperations,
] as unknown as readonly Operation[];
