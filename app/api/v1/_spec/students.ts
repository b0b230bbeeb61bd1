import { z } from "zod";
import { operation } from "#app/_http/operation.ts";
import { EmailInput, PersonNameInput } from "#domain/accounts/inputs.ts";
import { Nothing, pageOf, Paging } from "#domain/api/parts.ts";
import { Student } from "#domain/api/shapes.ts";

const subject = "Students";

export const listStudents = operation({
  id: "listStudents",
  method: "GET",
  path: "/students",
  subject,
  summary: "List students",
  detail: "Everybody for the office; oneself for the others.",
  needs: "student.read",
  query: z.strictObject({
    ...Paging,
    email: z.string().max(320).optional(),
    q: z
      .string()
      .max(200)
      .optional()
      .meta({ description: "Words, or parts of them, of the name or the address, in any order." }),
  }),
  status: 200,
  answer: pageOf(Student),
});

export const readStudent = operation({
  id: "readStudent",
  method: "GET",
  path: "/students/{id}",
  subject,
  summary: "Read a student",
  needs: "student.read",
  status: 200,
  answer: Student,
});

export const createStudent = operation({
  id: "createStudent",
  method: "POST",
  path: "/students",
  subject,
  summary: "Create a student",
  detail:
    "For somebody who called or wrote. Their address counts as not confirmed until they follow a mailed link. With `welcome` they are mailed one for choosing a password.",
  needs: "student.create",
  body: z.strictObject({ name: PersonNameInput, email: EmailInput, welcome: z.boolean().default(false) }),
  status: 201,
  answer: Student,
  refusals: ["email_taken"],
});

export const disableStudent = operation({
  id: "disableStudent",
  method: "POST",
  path: "/students/{id}/disable",
  subject,
  summary: "Shut somebody out",
  detail: "Their sign-ins and tokens end at once. What they bought and wrote stays.",
  needs: "student.disable",
  body: Nothing,
  status: 200,
  answer: Student,
  refusals: ["last_owner"],
});

export const enableStudent = operation({
  id: "enableStudent",
  method: "POST",
  path: "/students/{id}/enable",
  subject,
  summary: "Enable a disabled account",
  needs: "student.disable",
  body: Nothing,
  status: 200,
  answer: Student,
});

export const studentOperations = [listStudents, createStudent, readStudent, disableStudent, enableStudent];
