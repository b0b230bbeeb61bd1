import type { SeedCatalogue } from "./catalogue.ts";
import type { People } from "./people.ts";
import type { Simulation } from "./simulation.ts";
import type { CheckoutDriver } from "./checkout-driver.ts";

export type SeedContext = { simulation: Simulation; people: People; checkout: CheckoutDriver };

/** What a scene has to play with. */
export type ScenarioContext = SeedContext & { catalogue: SeedCatalogue };
