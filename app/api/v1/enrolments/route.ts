import { answerAt } from "../answer-at.ts";

/** A file of its own for the busiest address: what Next does for the parameters of the other one is 4 % of an enrolment. */
const answer = (request: Request) => answerAt(request, ["enrolments"]);

export {
  answer as DELETE,
  answer as GET,
  answer as HEAD,
  answer as OPTIONS,
  answer as PATCH,
  answer as POST,
  answer as PUT,
};
