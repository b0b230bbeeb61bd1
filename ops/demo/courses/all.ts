import { CRAFTS } from "./crafts.ts";
import { MUSIC_AND_FOOD } from "./music-and-food.ts";
import type { CourseStory } from "./course-seed.ts";
import { WORDS } from "./languages.ts";
import { WORK_AND_WORLD } from "./work-and-world.ts";

export const COURSES: readonly CourseStory[] = [...CRAFTS, ...MUSIC_AND_FOOD, ...WORDS, ...WORK_AND_WORLD];
