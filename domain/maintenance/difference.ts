/** What is said of an object and what was counted, where the two are not the same. */
export type Difference = { objectType: string; objectId: string; said: string; counted: string };
