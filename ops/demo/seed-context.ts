import type { StagedCatalogue } from "./catalogue.ts";
import type { People } from "./people.ts";
import type { Stage } from "./simulation.ts";
import type { Till } from "./checkout-driver.ts";

export type Troupe = { stage: Stage; people: People; till: Till };

/** What a scene has to play with. */
export type Setting = Troupe & { catalogue: StagedCatalogue };
