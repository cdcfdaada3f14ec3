import type { NamedFile } from "../../../evidence/files.ts";
import type { NodeLayout } from "../../../evidence/layout.ts";
import type { NodeRoles } from "../../../evidence/node.ts";
import { entriesSeen, type Known, type Observed } from "../../../evidence/observed.ts";
import { notReviewed } from "../../../findings/verdict.ts";
import { noneOf } from "./no-files.ts";
import {
  type FileSelection,
  fileSelection,
  inPlaceOf,
  lookAt,
  mayBeMissing,
  mustExist,
  only,
  type Selected,
} from "./selection.ts";

const textPaths = ["admin.conf", "scheduler.conf", "controller-manager.conf"].map((name) => `/etc/kubernetes/${name}`);
const superAdmin = "/etc/kubernetes/super-admin.conf";
const named = "admin.conf, scheduler.conf and controller-manager.conf in /etc/kubernetes";

const isMissing = (files: readonly NamedFile[], path: string): boolean =>
  files.some((file) => file.path === path && file.stat.state === "absent");

/**
 * Missing files are no finding (admin.conf is often removed on purpose); where the components' own are missing, those
 * that their --kubeconfig names stand in. None at all says nothing on a control plane.
 */
function select(
  fact: Known<readonly NamedFile[]>,
  role: Observed<NodeRoles>,
  layout: Observed<NodeLayout>,
  more: readonly string[],
): Selected {
  const files = entriesSeen(fact);
  const unasked = textPaths.filter((path) => fact.state === "present" && !files.some((file) => file.path === path));
  const byText = files.filter(({ path }) => [...textPaths, ...more].includes(path));
  const standIns = textPaths.slice(1).some((path) => isMissing(files, path))
    ? files.filter(({ path }) => ![...textPaths, superAdmin].includes(path))
    : [];
  const looked = [lookAt(byText, mayBeMissing), lookAt(standIns, mustExist)];
  const found = looked.flatMap((part) => part.found);
  const others = [
    ...looked.flatMap((part) => part.others),
    ...unasked.map((path) => notReviewed(`Nothing was asked about ${path}.`)),
  ];
  if (found.length === 0 && others.length === 0) return only(noneOf(named, role, layout));
  const notes = looked.flatMap((part) => part.notes ?? []);
  return { found, others, notes, ...substitutionOf(files, standIns) };
}

/** The files that stand in for those of the components, with what names each. */
function substitutionOf(files: readonly NamedFile[], standIns: readonly NamedFile[]): Pick<Selected, "substitution"> {
  if (standIns.length === 0) return {};
  const missing = textPaths.slice(1).filter((path) => isMissing(files, path));
  const places = standIns.map(({ path, namedBy }) => `${path} (${namedBy})`);
  return { substitution: inPlaceOf(missing.join(" or "), places.join(", ")) };
}

const kubeconfigs = (about: string, more: readonly string[]): FileSelection =>
  fileSelection(
    { named: about, command: `stat -L -c '%a %U:%G %n' ${[...textPaths, ...more].join(" ")}` },
    ["stat.cp-kubeconfigs"],
    (facts) => select(facts["stat.cp-kubeconfigs"], facts["node.role"], facts["node.layout"], more),
    ["node.role", "node.layout"],
  );

/** The three kubeconfig files that the check text names (V-242446, V-242460). */
export const controlPlaneKubeconfigs = kubeconfigs(named, []);
/** The same and super-admin.conf, which kubeadm writes since 1.29. */
export const allControlPlaneKubeconfigs = kubeconfigs(`${named}, and super-admin.conf`, [superAdmin]);
