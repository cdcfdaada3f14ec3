import type { FileStat } from "../../../src/evidence/files.ts";
import type { Observed } from "../../../src/evidence/observed.ts";
import type { ComponentName, Invocation, Mount } from "../../../src/evidence/processes.ts";
import { controlPlane, type FactsGiven, file, here, manifestOf, nothing, processOf } from "../../support/facts.ts";

export type Component = Exclude<ComponentName, "kubelet" | "kube-proxy">;

/** How a component's container was started, where it differs from kubeadm's way. */
export type Container = {
  readonly image?: string | "none";
  readonly env?: Readonly<Record<string, string>>;
  readonly mounts?: readonly Mount[];
};

const kubeadmMounts: readonly Mount[] = [
  { mountPath: "/etc/kubernetes/pki", hostPath: "/etc/kubernetes/pki" },
  { mountPath: "/var/log/kubernetes", hostPath: "/var/log/k8s-host" },
];

/** The container of a component in its manifest. */
export function containerOf(component: Component, flags: readonly string[], container: Container = {}): Invocation {
  const { image: _image, ...invocation } = manifestOf([component, ...flags], container.env);
  const image = container.image ?? `registry.k8s.io/${component}:v1.36.2`;
  return { ...invocation, ...(image === "none" ? {} : { image }), mounts: container.mounts ?? kubeadmMounts };
}

/** A control-plane node that runs a component as its manifest says. */
export const started = (component: Component, flags: readonly string[], container: Container = {}): FactsGiven => ({
  "node.role": here(controlPlane),
  [`manifest.${component}`]: here([containerOf(component, flags, container)]),
  [`process.${component}`]: here([{ ...processOf([component, ...flags]), env: container.env ?? {} }]),
});

/** A control-plane node whose component runs with other flags than its manifest has. */
export const drifted = (
  component: Component,
  configured: readonly string[],
  running: readonly string[],
): FactsGiven => ({
  ...started(component, configured),
  [`process.${component}`]: here([processOf([component, ...running])]),
});

/** A control-plane node that runs a component without a static pod: a systemd unit's. */
export const unmanaged = (component: Component, flags: readonly string[]): FactsGiven => ({
  "node.role": here(controlPlane),
  [`manifest.${component}`]: nothing,
  [`process.${component}`]: here([processOf([component, ...flags])]),
});

/** Files of the host that flags name; `missing` for one that was looked for in vain. */
export const hostFiles = (
  files: Readonly<Record<string, "file" | "directory" | "missing" | Observed<FileStat>>>,
): FactsGiven => ({
  "stat.flag-files": here(
    Object.fromEntries(
      Object.entries(files).map(([path, what]) => {
        if (typeof what !== "string") return [path, what];
        return [path, what === "missing" ? nothing : here(file(path, 0o600, { type: what }))];
      }),
    ),
  ),
});
