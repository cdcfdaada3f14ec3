import type { DiscoveredVersion } from "../../../../evidence/discovery.ts";

/** Names by the API groups that show them. */
export type ByGroup = readonly (readonly [group: RegExp, name: string])[];

/** The names of a table whose API groups are served: each once, and in the table's order. */
export const servedBy = (table: ByGroup, discovery: readonly DiscoveredVersion[]): readonly string[] => [
  ...new Set(table.flatMap(([group, name]) => (discovery.some((version) => group.test(version.group)) ? [name] : []))),
];
