import { expect, it } from "vitest";
import { imageVersion, isSince, parseVersion } from "../../../src/rules/kit/kubernetes-version.ts";

it.each([
  ["v1.36.2", { minor: 36, patch: 2 }],
  ["1.9.11", { minor: 9, patch: 11 }],
  ["v1.30.4+rke2r1", { minor: 30, patch: 4 }],
  ["v1.30.4-rke2r1-build20240815", { minor: 30, patch: 4 }],
  ["v1.29.7-eks-1a2b3c", { minor: 29, patch: 7 }],
  ["v1.28.3-gke.100", { minor: 28, patch: 3 }],
  ["v1.36.0-rc.1", { minor: 36, patch: 0 }],
  ["v1.24.17_vmware.1", { minor: 24, patch: 17 }],
  ["1.36", undefined],
  ["v2.0.1", undefined],
  ["v1.36.2x", undefined],
  ["v11.36.2", undefined],
  ["latest", undefined],
  ["", undefined],
])("reads version %s", (text, version) => {
  expect(parseVersion(text)).toEqual(version);
});

it.each([
  ["registry.k8s.io/kube-apiserver:v1.36.2", 36],
  ["registry.example.org:5000/kube-apiserver:v1.36.2", 36],
  ["registry.k8s.io/kube-apiserver:v1.36.2@sha256:0123", 36],
  ["docker.io/rancher/hardened-kubernetes:v1.30.4-rke2r1-build20240815", 30],
  ["kube-apiserver:v1.36.2", 36],
  ["registry.k8s.io/kube-apiserver@sha256:0123", undefined],
  ["registry.example.org:5000/kube-apiserver", undefined],
  ["registry.k8s.io/kube-apiserver", undefined],
  ["registry.example.org/acme/control-plane:v1.25.0", undefined],
  ["registry.example.org/kube/acme:v1.25.0", undefined],
  ["", undefined],
  [undefined, undefined],
])("reads the version of image %s", (image, minor) => {
  expect(imageVersion(image)?.minor).toBe(minor);
});

it("compares numbers, not text", () => {
  expect(isSince({ minor: 9, patch: 0 }, 12)).toBe(false);
  expect(isSince({ minor: 12, patch: 0 }, 12)).toBe(true);
  expect(isSince({ minor: 100, patch: 0 }, 12)).toBe(true);
});
