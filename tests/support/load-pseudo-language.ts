/**
 * Puts a language for tests alone into the catalogue of this process: English in other letters, longer, and written from the right. A
 * server that is started with `NODE_OPTIONS=--import` and this file has it; no school can choose it, for there is no folder of it.
 */
import { loadCatalogue, SOURCE_LANGUAGE } from "#messages/catalogue.ts";
import { pseudoMessage } from "./pseudo-language.ts";

const catalogue = loadCatalogue() as Map<string, ReadonlyMap<string, string>>;

/** As long as German: every vowel twice. Only what was put into other letters has these. */
const lengthen = (text: string) => text.replace(/[áéíóú]/gi, "$&$&");

const english = catalogue.get(SOURCE_LANGUAGE) ?? new Map<string, string>();
const texts = new Map([...english].map(([key, text]) => [key, lengthen(pseudoMessage(text))]));
texts.set("language.name", "Ƥśéúďó").set("language.locale", "ar-EG").set("language.direction", "rtl");
catalogue.set("qps", texts);
