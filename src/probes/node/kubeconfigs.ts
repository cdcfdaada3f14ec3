import { hostPathOf } from "../../evidence/container-paths.ts";
import type { FileStat } from "../../evidence/files.ts";
import { flagTexts } from "../../evidence/flag-texts.ts";
import type { KubeconfigFile, KubeconfigSearch } from "../../evidence/kubeconfigs.ts";
import { entriesSeen, type Observed, present, type Source, type Unknown, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import type { CredentialPlaces } from "../parse/credential-lines.ts";
import { homesSeen } from "./credentials.ts";
import type { LayoutSeen } from "./layout.ts";
import { type LookAs, lookingAs, onHost } from "./process-view.ts";
import { readCertificates, readKubeconfig, readKubeconfigAs } from "./read-kubeconfig.ts";
import { statPath } from "./stat.ts";

/** A component as it is configured and as it runs. */
export type SeenComponent = {
  readonly component: string;
  readonly manifest: Observed<readonly Invocation[]>;
  readonly process: Observed<readonly Invocation[]>;
};

/** A path that a flag names, as the host has it; undefined: the host does not show it. */
export type FlaggedPath = {
  readonly given: string;
  readonly onHost: string | undefined;
  readonly namedBy: string;
  readonly lookAs: LookAs;
  readonly source: Source;
};

/**
 * The files that flags of a component name, in every way in which they can be read; those of a container by the mounts of
 * its manifest.
 */
export function pathsByFlag(ask: Ask, seen: SeenComponent, flags: readonly string[]): readonly FlaggedPath[] {
  const [configured, ...others] = entriesSeen(seen.manifest);
  const calls = [...(configured === undefined ? [] : [configured, ...others]), ...entriesSeen(seen.process)];
  const found = calls.flatMap((call) =>
    flags.flatMap((flag) =>
      flagTexts(call, flag).flatMap((given): readonly FlaggedPath[] => {
        if (given === "") return [];
        const mounts = call.mounts.length > 0 ? call : configured;
        const lookAs = configured === undefined ? lookingAs(ask, call) : onHost;
        const path = configured === undefined ? given : hostPathOf(mounts ?? call, given);
        return [{ given, onHost: path, namedBy: `--${flag} of ${seen.component}`, lookAs, source: call.source }];
      }),
    ),
  );
  return found.filter((one, index) => found.findIndex((other) => isSame(one, other)) === index);
}

const isSame = (one: FlaggedPath, other: FlaggedPath): boolean =>
  one.given === other.given && one.onHost === other.onHost && one.namedBy === other.namedBy;

/** What of components was not seen, so that they may name files that nobody knows of. */
export const componentsUnseen = (components: readonly SeenComponent[]): readonly Unknown[] =>
  components.flatMap(({ manifest, process }) =>
    [manifest, process].filter((seen): seen is Unknown => seen.state === "unknown"),
  );

/** That a path is one in a container, which the host does not show. */
export const notOnHost = ({ given, source }: FlaggedPath): Unknown =>
  unknown("unsupported", `${given} is not a path of the host`, { ...source, request: `stat ${given}` });

const flags = [
  ...["kubeconfig", "bootstrap-kubeconfig", "authentication-kubeconfig", "authorization-kubeconfig"],
  // They are written like kubeconfigs, with a credential of the API server's.
  ...["audit", "authentication-token", "authorization"].map((what) => `${what}-webhook-config-file`),
];

type Place = Pick<KubeconfigFile, "namedBy" | "homeOf" | "isNamed">;

async function probeFlagged(ask: Ask, flagged: FlaggedPath): Promise<KubeconfigFile> {
  const { given, onHost: path, namedBy, lookAs } = flagged;
  const about = { namedBy, isNamed: true };
  if (path === undefined) return { ...about, path: given, stat: notOnHost(flagged), content: notOnHost(flagged) };
  const [stat, content] = await Promise.all([
    lookAs(path, (seen) => statPath(ask, seen)),
    canAskFor(path) ? readKubeconfigAs(ask, lookAs, path) : notOnHost(flagged),
  ]);
  return { ...about, path, stat, content };
}

const isDirectory = ({ type, target }: FileStat): boolean =>
  (target === undefined || target === "dangling" ? type : target.type) === "directory";

/** One that was found by where it is; what somebody keeps at home names no file that is read. */
async function probeFound(ask: Ask, file: FileStat, source: Source, place: Place): Promise<KubeconfigFile> {
  const follow = place.homeOf === undefined ? (path: string) => readCertificates(ask, path) : undefined;
  const content = canAskFor(file.path)
    ? await readKubeconfig(ask, file.path, file.path, follow)
    : unknown("unsupported", "its name is no text in one line", source);
  return { ...place, path: file.path, stat: present(file, source), content };
}

function placeOf({ path }: FileStat, { homes }: CredentialPlaces): Place {
  const home = path.split("/.kube/")[0] || "/";
  const homeOf = path.includes("/.kube/") ? homes.get(home) : undefined;
  return homeOf === undefined
    ? { namedBy: "its place in /etc/kubernetes", isNamed: false }
    : { namedBy: `its place in the home directory ${home}`, isNamed: false, homeOf };
}

/** Those in /etc/kubernetes and in home directories. */
export const probePlaced = (ask: Ask, places: Observed<CredentialPlaces>): Promise<readonly KubeconfigFile[]> =>
  places.state !== "present"
    ? Promise.resolve([])
    : Promise.all(
        places.value.kubeconfigs
          .filter((file) => !isDirectory(file))
          .map((file) => probeFound(ask, file, places.source, placeOf(file, places.value))),
      );

/** Those that the distribution writes, as far as they are there. */
async function probeOfLayout(ask: Ask, { layout, paths }: LayoutSeen): Promise<readonly KubeconfigFile[]> {
  const usual = [...(paths.kubeconfigs ?? []), ...(paths.otherKubeconfigs ?? [])].filter(canAskFor);
  const namedBy = `the layout of ${layout.state === "present" ? layout.value.title : ""}`;
  const looks = await Promise.all(usual.map(async (path) => [path, await statPath(ask, path)] as const));
  return Promise.all(
    looks.flatMap(([path, stat]): readonly (KubeconfigFile | Promise<KubeconfigFile>)[] => {
      if (stat.state === "absent") return [];
      const place = { namedBy, isNamed: false };
      if (stat.state === "unknown") return [{ ...place, path, stat, content: stat }];
      return [probeFound(ask, stat.value, stat.source, place)];
    }),
  );
}

/** Where kubeconfigs are looked for. */
export type KubeconfigPlaces = {
  readonly components: readonly SeenComponent[];
  readonly kubeProxy: Promise<Observed<KubeconfigFile>>;
  readonly places: Observed<CredentialPlaces>;
  readonly layout: LayoutSeen;
};

/** Every kubeconfig of the node: those that components name first, each path once. */
export async function probeKubeconfigs(
  ask: Ask,
  { components, kubeProxy, places, layout }: KubeconfigPlaces,
  source: Source,
): Promise<Observed<KubeconfigSearch>> {
  const flagged = components.flatMap((component) => pathsByFlag(ask, component, flags));
  const [ofKubeProxy, named, ofLayout, placed] = await Promise.all([
    kubeProxy,
    Promise.all(flagged.map((one) => probeFlagged(ask, one))),
    probeOfLayout(ask, layout),
    probePlaced(ask, places),
  ]);
  const onTheHost = [...named, ...ofLayout, ...placed];
  const files = onTheHost.filter(({ path }, index) => onTheHost.findIndex((other) => other.path === path) === index);
  const { homes, unseen } = homesSeen(places);
  const others = [ofKubeProxy, layout.layout].filter((seen): seen is Unknown => seen.state === "unknown");
  return present(
    {
      // kube-proxy's path is one in its container: another file may have it on the host.
      files: [...files, ...(ofKubeProxy.state === "present" ? [ofKubeProxy.value] : [])],
      homes,
      unseen: [...componentsUnseen(components), ...others, ...unseen],
    },
    source,
  );
}
