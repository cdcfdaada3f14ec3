import { defineNodeRule, saying } from "../define-rule.ts";
import { allComponents, kubernetesComponents } from "../fixes/change.ts";
import { runningFlags } from "../kit/command-line/component-flag.ts";
import { etcdListensWithTls } from "../kit/etcd/etcd-sockets.ts";
import { listenersOnLoopback } from "../kit/sockets/loopback-listeners.ts";
import { listensWithTlsOnly, plaintextPortsFree } from "../kit/sockets/plaintext-ports.ts";
import { securePortOnLoopback } from "../kit/sockets/secure-port.ts";

const onLoopback = (["kube-controller-manager", "kube-scheduler"] as const).flatMap((component) => [
  saying(
    `${component} on loopback, by its --bind-address and by its sockets`,
    runningFlags({ component, flags: ["bind-address", "secure-port"] }, securePortOnLoopback),
  ),
  saying(`${component} on loopback, by its --bind-address and by its sockets`, listenersOnLoopback(component)),
]);

export const rule = defineNodeRule({
  id: "control-plane-listeners",
  roles: ["control-plane"],
  literal: [...kubernetesComponents.map(listensWithTlsOnly), ...onLoopback, etcdListensWithTls, plaintextPortsFree],
  expected:
    "6443 for kube-apiserver, 10257 and 10259 on loopback for kube-controller-manager and kube-scheduler, 2379 and 2380 with " +
    "TLS for etcd; nothing at 8080, 10251, 10252",
  changes: allComponents.map((component) => `flag of ${component}` as const),
  errata: [
    "The flags of plaintext ports are gone since 1.24 and without effect in kube-apiserver since 1.20: what counts is that a " +
      "socket is there.",
  ],
  check:
    "On every control-plane node run ss -lntup and look at what kube-apiserver, kube-controller-manager, kube-scheduler and " +
    "etcd hold. Compare with --secure-port, --bind-address and etcd's listen URLs in their command lines (/proc/PID/cmdline). " +
    "8080, 10251 and 10252 were ports without TLS and authentication; etcd's metrics may be plain on loopback. A port that no " +
    "setting names has to be explained.",
  fix:
    "Give kube-controller-manager and kube-scheduler --bind-address=127.0.0.1; until 1.23 give them --port=0, and until 1.19 " +
    "give kube-apiserver --insecure-port=0. Give etcd https in all its listen URLs.",
});
