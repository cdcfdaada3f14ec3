import type { Observed } from "./observed.ts";

/** A resource as the API server describes it; subresources are none of their own. */
export type ApiResource = {
  /** Its name in the plural, as paths have it. */
  readonly resource: string;
  readonly kind: string;
  readonly namespaced: boolean;
  /** Whether it can be listed and made: `list` and `create`, of others nothing is kept. */
  readonly verbs: readonly string[];
  /** `all`, or none that matters. */
  readonly categories: readonly string[];
};

/** One version of an API group (the core group is empty); what it serves is unknown where its server is down. */
export type DiscoveredVersion = {
  readonly group: string;
  readonly version: string;
  readonly resources: Observed<readonly ApiResource[]>;
};

/** A version of an API group as `apiVersion` fields have it: `apps/v1`, or `v1` of the core group. */
export const showGroupVersion = ({ group, version }: Pick<DiscoveredVersion, "group" | "version">): string =>
  group === "" ? version : `${group}/${version}`;

/** A resource as RBAC and kubectl write it: `pods`, `deployments.apps`. */
export const showResource = (group: string, resource: string): string =>
  group === "" ? resource : `${resource}.${group}`;
