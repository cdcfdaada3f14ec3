import type { KubeconfigSearch } from "../../evidence/kubeconfigs.ts";
import { type Observed, type Unknown, unknown } from "../../evidence/observed.ts";
import type { Ask } from "../ask.ts";
import { type CredentialPlaces, parseCredentialPlaces } from "../parse/credential-lines.ts";

/** Where credentials of people and clouds usually are, and what is there. */
export const probeCredentials = (ask: Ask): Promise<Observed<CredentialPlaces>> =>
  ask({ verb: "credentials", argument: "" }, parseCredentialPlaces);

/** The home directories that were looked into, and why others were not. */
export function homesSeen(places: Observed<CredentialPlaces>): Pick<KubeconfigSearch, "homes" | "unseen"> {
  if (places.state === "unknown") return { homes: [], unseen: [places] };
  if (places.state === "absent") return { homes: [], unseen: [] };
  const { homes, unseen, served } = places.value;
  const because = (reason: Unknown["reason"], why: string) => (path: string) =>
    unknown(reason, why, { ...places.source, request: `credentials in ${path}` });
  return {
    homes: [...homes.keys()].filter((path) => !unseen.includes(path) && !served.includes(path)).toSorted(),
    unseen: [
      ...unseen.map(because("permission-denied", "it could not be looked into")),
      ...served.map(because("not-collected", "it is on a file system of the network, which is not looked into")),
    ],
  };
}
