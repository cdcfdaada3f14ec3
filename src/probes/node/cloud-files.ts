import type { NamedFile } from "../../evidence/files.ts";
import type { CloudFiles } from "../../evidence/kubeconfigs.ts";
import { type Observed, present, type Source } from "../../evidence/observed.ts";
import type { Ask } from "../ask.ts";
import type { CredentialPlaces } from "../parse/credential-lines.ts";
import { homesSeen } from "./credentials.ts";
import { componentsUnseen, type FlaggedPath, notOnHost, pathsByFlag, type SeenComponent } from "./kubeconfigs.ts";
import { statPath } from "./stat.ts";

async function probeFlagged(ask: Ask, flagged: FlaggedPath): Promise<NamedFile> {
  const { given, onHost: path, namedBy, lookAs } = flagged;
  return path === undefined
    ? { path: given, namedBy, stat: notOnHost(flagged) }
    : { path, namedBy, stat: await lookAs(path, (seen) => statPath(ask, seen)) };
}

/** Credentials and configurations of clouds: those that --cloud-config names, and those in their usual places. */
export async function probeCloudFiles(
  ask: Ask,
  components: readonly SeenComponent[],
  places: Observed<CredentialPlaces>,
  source: Source,
): Promise<Observed<CloudFiles>> {
  const flagged = components.flatMap((component) => pathsByFlag(ask, component, ["cloud-config"]));
  const named = await Promise.all(flagged.map((one) => probeFlagged(ask, one)));
  const found = places.state === "present" ? places.value.cloudFiles : [];
  const placed = found
    .filter(({ path }) => !named.some((file) => file.path === path))
    .map((file): NamedFile => ({ path: file.path, namedBy: "its place", stat: present(file, places.source) }));
  const { homes, unseen } = homesSeen(places);
  const files = [...named, ...placed];
  return present({ files, homes, unseen: [...componentsUnseen(components), ...unseen] }, source);
}
