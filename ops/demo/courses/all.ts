import { CRAFTS } from "./crafts.ts";
import { MUSIC_AND_FOOD } from "./music-and-food.ts";
import type { CourseSeed } from "./course-seed.ts";
import { LANGUAGES } from "./languages.ts";
import { WORK_AND_WORLD } from "./work-and-world.ts";

export const COURSES: readonly CourseSeed[] = [...CRAFTS, ...MUSIC_AND_FOOD, ...LANGUAGES, ...WORK_AND_WORLD];
