import { expect, it } from "vitest";
import { hostPathOf } from "../../../src/evidence/container-paths.ts";

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

it("paths are taken for what they lead to, and no mount for sure that another may hide", () => {
  const hiding = [
    { mountPath: "/", hostPath: "/srv/" },
    { mountPath: "/etc//pki/" },
    { mountPath: "/var/", hostPath: "/a" },
    { mountPath: "/var", hostPath: "/b" },
    { mountPath: "/opt/", hostPath: "/opt" },
    { mountPath: "/opt", hostPath: "/opt" },
  ];
  const paths = ["/etc//./x", "/etc/./pki//ca.crt", "/var/x", "/opt//x/", "/opt", "/"];
  expect(paths.map((path) => hostPathOf({ mounts: hiding }, path))).toEqual([
    "/srv/etc/x",
    undefined,
    undefined,
    "/opt/x",
    "/opt",
    "/srv",
  ]);
  const climbing = [...hiding, { mountPath: "/opt/../etc", hostPath: "/elsewhere" }];
  expect(hostPathOf({ mounts: climbing }, "/opt/x")).toBeUndefined();
});
