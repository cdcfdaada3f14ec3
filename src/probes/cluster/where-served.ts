import type { ApiSession } from "../../connect/session.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import { absent, entriesSeen, type Observed } from "../../evidence/observed.ts";
import type { ListRequest } from "./api-requests.ts";
import { getList } from "./read-list.ts";

type Discovery = Observed<readonly DiscoveredVersion[]>;

/**
 * A list that is asked for where the API server says that it serves it, in the request's version or in another one;
 * absent where it says that it does not.
 */
export async function getWhereServed<T>(
  api: ApiSession,
  discovery: Discovery,
  request: ListRequest,
  read: (item: unknown) => T,
): Promise<Observed<readonly T[]>> {
  if (discovery.state !== "present") return discovery;
  const { apiGroup, resource } = request;
  const versions = discovery.value.filter(({ group }) => group === apiGroup);
  const paths = versions
    .filter(({ resources }) => entriesSeen(resources).some((served) => served.resource === resource))
    .map(({ version }) => `/apis/${apiGroup}/${version}/${resource}`);
  const path = paths.includes(request.path) ? request.path : paths[0];
  if (path !== undefined) return getList(api, { ...request, path }, read);
  const unseen = versions.map(({ resources }) => resources).find((resources) => resources.state === "unknown");
  return unseen?.state === "unknown" ? unseen : absent(discovery.source);
}
