import type { ApiPod } from "../../../../evidence/pods.ts";
import { readImageName } from "../image-name.ts";
import { hasEnded } from "../pods.ts";
import type { Component } from "./component.ts";

/** A pod that runs a component of this cluster. */
export type ComponentPod = { readonly pod: string; readonly node: string; readonly image: string };

// Clusters within the cluster (vcluster, Kamaji, Gardener's shoots) run the same names, in namespaces and networks of
// their own.
const isOfThisCluster = ({ namespace, hostNetwork }: ApiPod): boolean =>
  hostNetwork || namespace === "kube-system" || namespace.startsWith("openshift-");

const lastName = (image: string): string => readImageName(image).repository.split("/").at(-1) ?? "";
const withoutArchitecture = (name: string): string => name.replace(/-(?:amd64|arm64|arm|ppc64le|s390x)$/, "");
// Those of providers have names around it, and two another one.
const isCloudController = (name: string): boolean =>
  /cloud-controller-manager|^cloud-provider-vsphere$|^rke2-cloud-provider$/.test(name);

function runs(component: Component, name: string): boolean {
  return component === "cloud-controller-manager" ? isCloudController(name) : name === component;
}

/** The pods on nodes that run a component, ended ones left out, by the name of the container or of its image. */
export const componentPods = (pods: readonly ApiPod[], component: Component): readonly ComponentPod[] =>
  pods
    .filter((pod) => isOfThisCluster(pod) && !hasEnded(pod))
    .flatMap(({ name: pod, node, containers }) =>
      containers
        .filter(({ kind }) => kind === "container")
        .filter(({ name, image }) => runs(component, name) || runs(component, withoutArchitecture(lastName(image))))
        .flatMap(({ image }) => (node === undefined ? [] : [{ pod, node, image }])),
    );
