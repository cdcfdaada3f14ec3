import type { SensitiveHit, SensitiveLists, SensitiveScan } from "../../src/evidence/sensitive.ts";
import { decided, type FactsGiven, here } from "./facts.ts";

/** A private key in a ConfigMap, unless said otherwise. */
export const hit = (more: Partial<SensitiveHit> = {}): SensitiveHit => ({
  kind: "ConfigMap",
  namespace: "shop",
  name: "keys",
  field: "data tls.key",
  line: 1,
  lines: 1,
  pattern: "private key",
  class: "A",
  length: 1704,
  ...more,
});

/** A list of three objects that was searched. */
export const scan = (hits: readonly SensitiveHit[], more: Partial<SensitiveScan> = {}) =>
  here({ objects: 3, tooBig: 0, binary: 0, hits, ...more });

/** All lists that are searched, with hits in ConfigMaps. */
export const lists = (configMaps: readonly SensitiveHit[], more: Partial<SensitiveLists> = {}): SensitiveLists => ({
  configMaps: scan(configMaps),
  pods: scan([]),
  workloads: scan([]),
  podTemplates: scan([]),
  services: scan([]),
  ...more,
});

/** A site that excepts ConfigMaps of these names. */
export const excepting = (names: readonly string[]): Pick<FactsGiven, "site.options"> =>
  decided({
    sensitiveExceptions: names.map((name) => ({
      namespace: "shop",
      kind: "ConfigMap",
      name,
      justification: "a test key",
    })),
  });
