import { expect, it } from "vitest";
import { hostPathOf } from "../../../src/evidence/container-paths.ts";
import { withContainers } from "../../../src/rules/kit/container-path.ts";
import { denied, here, manifestOf, nothing, processOf } from "../../support/facts.ts";

const mounts = [
  { mountPath: "/etc", hostPath: "/srv/etc" },
  { mountPath: "/etc/kubernetes/pki/", hostPath: "/pki/" },
  { mountPath: "/var/log/audit.log", hostPath: "/var/log/k8s/audit.log" },
];

it.each([
  ["/etc/kubernetes/pki/ca.crt", "/pki/ca.crt"],
  ["/etc/kubernetes/pki/etcd/ca.crt", "/pki/etcd/ca.crt"],
  ["/etc/kubernetes/pki2/ca.crt", "/srv/etc/kubernetes/pki2/ca.crt"],
  ["/etc", "/srv/etc"],
  ["/var/log/audit.log", "/var/log/k8s/audit.log"],
  ["/var/log/audit.log.1", undefined],
  ["/etcetera/ca.crt", undefined],
  ["/etc/../root/ca.crt", undefined],
  ["ca.crt", undefined],
  ["", undefined],
])("%s is on the host %s", (path, onHost) => {
  expect(hostPathOf({ mounts }, path)).toBe(onHost);
  expect(hostPathOf({ mounts: mounts.toReversed() }, path)).toBe(onHost);
});

it("a mount of the root covers everything", () => {
  expect(hostPathOf({ mounts: [{ mountPath: "/", hostPath: "/" }] }, "/etc/ca.crt")).toBe("/etc/ca.crt");
});

it("gives a process what its manifest tells of its container", () => {
  const container = { ...manifestOf(["etcd"], { A: "1" }), image: "x:1", mounts };
  const process = here([processOf(["etcd", "--v=1"])]);
  const joined = withContainers(process, here([container]));
  expect(joined).toMatchObject({
    value: [{ argv: ["etcd", "--v=1"], image: "x:1", mounts, env: {}, source: { pid: 374 } }],
  });
  expect(withContainers(process, here([container, container]))).toHaveProperty("value.length", 2);
  expect(withContainers(process, nothing)).toBe(process);
  expect(withContainers(process, denied)).toBe(process);
  expect(withContainers(denied, here([container]))).toBe(denied);
});
