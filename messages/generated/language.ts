// Written by `npm run messages` from messages/en. Do not edit.
import type { LanguageFacts } from "../create-translator.ts";

export const LANGUAGE: LanguageFacts = {"language":"en","locale":"en-GB","direction":"ltr"};
