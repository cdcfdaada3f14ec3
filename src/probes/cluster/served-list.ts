import type { ApiSession } from "../../connect/session.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import { absent, entriesSeen, type Observed, unknown } from "../../evidence/observed.ts";
import type { ListRequest } from "./api-requests.ts";
import { getList } from "./read-list.ts";

const versionOf = ({ path }: ListRequest): string => path.split("/").at(-2) ?? "";

/**
 * A list that is asked for only where the server says that it serves it; absent where it says that it does not. The
 * request's version is asked for, or the first served of the `older` ones that read the same.
 */
export async function getServedList<T>(
  api: ApiSession,
  discovery: Observed<readonly DiscoveredVersion[]>,
  request: ListRequest,
  read: (item: unknown) => T,
  older: readonly string[] = [],
): Promise<Observed<readonly T[]>> {
  if (discovery.state !== "present") return discovery;
  const versions = discovery.value.filter(({ group }) => group === request.apiGroup);
  const serving = versions.filter(({ resources }) =>
    entriesSeen(resources).some(({ resource }) => resource === request.resource),
  );
  const version = [versionOf(request), ...older].find((one) => serving.some((served) => served.version === one));
  if (version !== undefined) {
    const path = `/apis/${request.apiGroup}/${version}/${request.resource}`;
    return getList(api, { ...request, path }, read);
  }
  if (serving.length > 0) {
    const other = serving.map((served) => served.version).join(", ");
    const what = `${request.resource}.${request.apiGroup} is served as ${other} only, which is not known`;
    return unknown("unsupported", what, discovery.source);
  }
  const unseen = versions.flatMap(({ resources }) => (resources.state === "unknown" ? [resources] : []));
  return unseen[0] ?? absent(discovery.source);
}
