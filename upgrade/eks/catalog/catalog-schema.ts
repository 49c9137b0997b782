import * as v from "valibot";
import { type Properties, text } from "../../input/check";
import { AddonVersion } from "../addon-version";
import { isDay } from "../days";
import { KubernetesVersion } from "../kubernetes-version";
import type { AddonVersionRow, KubernetesVersionRow } from "./catalog";

const DAY = 'a date, as in "2026-12-02"';
const day = (expected: string) => v.pipe(v.string(expected), v.check(isDay, expected));

const VERSION = 'a Kubernetes version, as in "1.34"';
const version = v.pipe(
  v.string(VERSION),
  v.check((each) => KubernetesVersion.parse(each) !== undefined, VERSION),
);

const BUILD = 'an add-on version, as in "v1.34.0-eksbuild.1"';

const kubernetesVersionRow = v.strictObject(
  {
    version,
    upstreamRelease: v.exactOptional(day(DAY)),
    eksRelease: day(DAY),
    endOfStandardSupport: day(DAY),
    endOfExtendedSupport: v.exactOptional(v.nullable(day(`${DAY}, or null`))),
    source: text("a text that says where the dates come from"),
    derived: v.exactOptional(v.array(text("the name of a date"), "a list of the dates that are derived")),
  } satisfies Properties<KubernetesVersionRow>,
  "an object, with version, eksRelease, endOfStandardSupport and source",
);

const addonVersionRow = v.strictObject(
  {
    addonName: text('the name of an add-on, as in "coredns"'),
    clusterVersion: version,
    addonVersion: v.pipe(
      v.string(BUILD),
      v.check((each) => AddonVersion.parse(each) !== undefined, BUILD),
    ),
    evidence: v.exactOptional(text("a text that says how the version is known")),
    asOf: text('the day, month or year of the evidence, as in "2026-12-02"'),
    source: text("a text that says where the version was seen"),
    isComplete: v.exactOptional(v.literal(true, "true, if the list of this add-on and version is complete")),
  } satisfies Properties<AddonVersionRow>,
  "an object, with addonName, clusterVersion, addonVersion, asOf and source",
);

/** A catalog file of one's own. Either list may be left out. */
export const catalogFileSchema = v.strictObject(
  {
    kubernetesVersions: v.exactOptional(v.array(kubernetesVersionRow, "a list of Kubernetes versions")),
    addonVersions: v.exactOptional(v.array(addonVersionRow, "a list of add-on versions")),
  },
  'an object with "kubernetesVersions", "addonVersions" or both',
);
