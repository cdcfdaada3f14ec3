import { expect, it } from "vitest";
import { withContainers } from "../../../src/rules/kit/container-path.ts";
import { denied, here, manifestOf, nothing, processOf } from "../../support/facts.ts";

it("gives a process what its manifest tells of its container", () => {
  const mounts = [{ mountPath: "/etc", hostPath: "/srv/etc" }];
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
