import type { Listener } from "../../../src/evidence/listeners.ts";
import type { Invocation, PodPort } from "../../../src/evidence/processes.ts";
import type { AddressClass, ApprovedPort, PortComponent, PortsList } from "../../../src/evidence/site.ts";
import { apiService } from "../../support/cluster-facts.ts";
import { apiNode, controlPlane, type FactsGiven, here, manifestOf, processOf } from "../../support/facts.ts";

export const socket = (component: PortComponent, address: string, port: number): Listener => ({
  ...{ protocol: "tcp", address, port, program: component, component },
});
const probe = (port: number, address?: string): PodPort => ({
  ...{ kind: "probe", protocol: "tcp", port, hostNetwork: true, ...(address === undefined ? {} : { address }) },
});
export const containerPort = (port: number): PodPort => ({
  kind: "container port",
  protocol: "tcp",
  port,
  hostNetwork: true,
});

export const kubernetes = apiService({ labels: { component: "apiserver" } });

/** What kubeadm starts; the sockets are those of ../shared/fixtures/kubeadm-1.36/pods/ss.txt. */
export const words: Readonly<Record<PortComponent, readonly string[]>> = {
  "kube-apiserver": ["--advertise-address=10.0.0.7", "--secure-port=6443", "--etcd-servers=https://127.0.0.1:2379"],
  "kube-scheduler": ["--bind-address=127.0.0.1"],
  "kube-controller-manager": ["--bind-address=127.0.0.1"],
  etcd: [
    "--advertise-client-urls=https://10.0.0.7:2379",
    "--initial-advertise-peer-urls=https://10.0.0.7:2380",
    "--listen-client-urls=https://127.0.0.1:2379,https://10.0.0.7:2379",
    "--listen-metrics-urls=http://127.0.0.1:2381",
    "--listen-peer-urls=https://10.0.0.7:2380",
  ],
};
const ports: Readonly<Record<PortComponent, readonly PodPort[]>> = {
  "kube-apiserver": [containerPort(6443), probe(6443, "10.0.0.7")],
  "kube-scheduler": [containerPort(10259), probe(10259, "127.0.0.1")],
  "kube-controller-manager": [containerPort(10257), probe(10257, "127.0.0.1")],
  etcd: [containerPort(2381), probe(2381, "127.0.0.1")],
};
export const sockets: readonly Listener[] = [
  socket("etcd", "127.0.0.1", 2379),
  socket("etcd", "127.0.0.1", 2381),
  socket("etcd", "10.0.0.7", 2379),
  socket("etcd", "10.0.0.7", 2380),
  socket("kube-controller-manager", "127.0.0.1", 10257),
  socket("kube-scheduler", "127.0.0.1", 10259),
  socket("kube-apiserver", "::", 6443),
  { protocol: "tcp", address: "0.0.0.0", port: 22, program: "sshd" },
];

export const container = (component: PortComponent, ...more: readonly string[]): Invocation => ({
  ...{ ...manifestOf([component, ...words[component], ...more]), ports: ports[component] },
  image: `registry.k8s.io/${component}:v1.36.2`,
});
export const runs = (component: PortComponent, ...more: readonly string[]): FactsGiven => ({
  [`manifest.${component}`]: here([container(component, ...more)]),
  [`process.${component}`]: here([processOf([component, ...words[component], ...more])]),
});
export const kubeadm: FactsGiven = {
  "node.role": here(controlPlane),
  "node.api": apiNode(),
  ...runs("kube-apiserver"),
  ...runs("kube-scheduler"),
  ...runs("kube-controller-manager"),
  ...runs("etcd"),
  "host.listeners": here(sockets),
  "api.services": here([kubernetes]),
};

export const entry = (first: number, address: AddressClass, more: Partial<ApprovedPort> = {}): ApprovedPort => ({
  ...{ first, last: first, protocol: "tcp", address, direction: "in", ...more },
});
export const entries: Readonly<Record<PortComponent, readonly ApprovedPort[]>> = {
  "kube-apiserver": [entry(6443, "any"), entry(443, "any")],
  "kube-scheduler": [entry(10259, "loopback")],
  "kube-controller-manager": [entry(10257, "node-ip")],
  etcd: [entry(2379, "node-ip", { last: 2380 }), entry(2381, "loopback")],
};
const document: PortsList = {
  document: "PPSM-2026-7",
  version: "3",
  approvedBy: "ISSM",
  date: "2026-01-31",
  components: entries,
};
export const listed = (list: Partial<PortsList> = {}): FactsGiven => ({ "site.ppsm": here({ ...document, ...list }) });
export const only = (component: PortComponent, ...approved: readonly ApprovedPort[]): FactsGiven =>
  listed({ components: { [component]: approved } });
export const also = (...listeners: readonly Listener[]): FactsGiven => ({
  "host.listeners": here([...sockets, ...listeners]),
});
export const approved = { ...kubeadm, ...listed() };
