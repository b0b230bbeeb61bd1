/** A fault that is put into the code while it is loaded, to see whether the simulator finds it. `from` stands once in the file. */
export type PlantedBug = { name: string; file: string; from: string; to: string };

export const PLANTED_BUGS: readonly PlantedBug[] = [];
