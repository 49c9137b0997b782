import type { Environment } from "../upgrade/fleet/settings";
import { alphaCa } from "./alpha-ca";
import { alphaJp } from "./alpha-jp";
import { alphaKr } from "./alpha-kr";
import { alphaUk } from "./alpha-uk";
import { productionCa } from "./production-ca";
import { productionJp } from "./production-jp";
import { productionKr } from "./production-kr";
import { productionUk } from "./production-uk";

/** Ten clusters in four regions and two environments. A pull request that upgrades one changes one file beside this. */
export const fleet: readonly Environment[] = [
  alphaKr,
  alphaUk,
  alphaCa,
  alphaJp,
  productionKr,
  productionUk,
  productionCa,
  productionJp,
];
