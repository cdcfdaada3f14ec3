import { posix } from "node:path";
import { hostPathOf } from "../../evidence/container-paths.ts";
import { type NamedFile, namedByText } from "../../evidence/files.ts";
import { flagTexts } from "../../evidence/flag-texts.ts";
import type { NodeFacts } from "../../evidence/node.ts";
import { entriesSeen, type Observed, present, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import type { LayoutSeen } from "./layout.ts";
import { asProcess } from "./process-view.ts";
import { listPath, statNamed, statPath } from "./stat.ts";

type Pki = NodeFacts["stat.pki"];

async function probeDirectory(ask: Ask, root: string): Promise<Observed<Pki>> {
  const [parent, walk] = await Promise.all([statPath(ask, posix.dirname(root)), listPath(ask, root)]);
  if (walk.state !== "present") return walk;
  if (parent.state !== "present") return parent;
  return present({ parent: parent.value, walk: walk.value }, walk.source);
}

/** The files of a directory of keys that hold a private key, whatever their names; what is in them is not looked at. */
export const probePkiKeys = (ask: Ask, directory = textPki): Promise<Observed<readonly string[]>> =>
  ask({ verb: "keys", argument: directory }, (payload) => {
    const [rest = "", ...paths] = payload.toString("latin1").split("/\n").toReversed();
    if (rest !== "") throw new Error("the list of files that hold a key is cut off");
    // A name that begins with a line break makes two of one.
    if (paths.some((path) => !path.startsWith(`${directory}/`))) throw new Error("a path is not below the directory");
    return paths.toSorted();
  });

const textPki = "/etc/kubernetes/pki";

/** /etc/kubernetes/pki with all below it, and its parent directory. */
export const probeTextPki = (ask: Ask): Promise<Observed<Pki>> => probeDirectory(ask, textPki);

/**
 * The same, or the distribution's own directory where the text's does not exist: the first there is. With a distribution
 * that is not known, what stands in its place is not known either.
 */
export async function probePki(ask: Ask, byText: Observed<Pki>, { layout, paths }: LayoutSeen): Promise<Observed<Pki>> {
  if (byText.state !== "absent") return byText;
  if (layout.state === "unknown") return layout;
  for (const root of paths.pki ?? []) {
    const found = await probeDirectory(ask, root);
    if (found.state === "present") return present({ ...found.value, inPlaceOf: textPki }, found.source);
    if (found.state === "unknown") return found;
  }
  return byText;
}

const kubeconfigs = ["admin.conf", "scheduler.conf", "controller-manager.conf", "super-admin.conf"];
const users = ["kube-scheduler", "kube-controller-manager"] as const;

/** The kubeconfig files of the control plane that the check texts name. */
export const probeTextKubeconfigs = (ask: Ask): Promise<readonly NamedFile[]> =>
  Promise.all(kubeconfigs.map((name) => statNamed(ask, `/etc/kubernetes/${name}`, namedByText)));

/**
 * What a component's --kubeconfig names, as the host has it, by each way in which its command line can be read. A process
 * without a manifest may be in a container.
 */
async function byFlag(
  ask: Ask,
  component: string,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
): Promise<readonly NamedFile[]> {
  const namedBy = `--kubeconfig of ${component}`;
  const configured = entriesSeen(manifest);
  const calls = configured.length > 0 ? configured : entriesSeen(process);
  const named = calls.flatMap((call) => {
    const paths = flagTexts(call, "kubeconfig");
    return paths.filter((path) => path !== "" || paths.length > 1).map((path) => ({ call, path }));
  });
  return Promise.all(
    named.map(async ({ call, path }): Promise<NamedFile> => {
      if (path === "") return maybeNone(component, namedBy, call);
      if (configured.length === 0)
        return { path, namedBy, stat: await asProcess(ask, call, path, (seen) => statPath(ask, seen)) };
      // A path that no mount shows is left for the assessor: asked for as it stands it would be another file.
      const onHost = hostPathOf(call, path);
      return onHost === undefined ? notOnHost(path, namedBy, call) : statNamed(ask, onHost, namedBy);
    }),
  );
}

const maybeNone = (component: string, namedBy: string, { source }: Invocation): NamedFile => ({
  path: "no file",
  namedBy,
  stat: unknown("unsupported", `the command line of ${component} can be read so that it names no kubeconfig`, source),
});

const notOnHost = (path: string, namedBy: string, { source }: Invocation): NamedFile => ({
  path,
  namedBy,
  stat: unknown("unsupported", `${path} is not a path of the host`, source),
});

type Components = (component: (typeof users)[number]) => Observed<readonly Invocation[]>;

/**
 * Where scheduler.conf or controller-manager.conf do not exist: the files that the two components' --kubeconfig names,
 * and those that the distribution keeps in their place, as far as they are there.
 */
export async function probeStandIns(
  ask: Ask,
  byText: readonly NamedFile[],
  components: { readonly manifest: Components; readonly running: Components },
  { layout, paths }: LayoutSeen,
): Promise<readonly NamedFile[]> {
  const ofComponents = byText.filter(({ path }) => /\/(scheduler|controller-manager)\.conf$/.test(path));
  if (ofComponents.every(({ stat }) => stat.state !== "absent")) return [];
  const flagged = await Promise.all(
    users.map((user) => byFlag(ask, user, components.manifest(user), components.running(user))),
  );
  const known = new Set([...byText, ...flagged.flat()].map(({ path }) => path));
  const title = layout.state === "present" ? layout.value.title : "";
  const usual = (paths.kubeconfigs ?? []).filter((path) => !known.has(path) && canAskFor(path));
  const kept = await Promise.all(usual.map((path) => statNamed(ask, path, `the layout of ${title}`)));
  const besides = flagged.flat().filter(({ path }) => !byText.some((file) => file.path === path));
  return [...besides, ...kept.filter(({ stat }) => stat.state !== "absent")];
}
