// Written by `npm run messages` from messages/en. Do not edit.
import type { NoArguments } from "./argument-types.ts";

export type MessageArguments = {
  "language.direction": NoArguments;
  "language.locale": NoArguments;
  "language.name": NoArguments;
};
