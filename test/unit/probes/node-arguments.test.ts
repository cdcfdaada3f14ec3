import { expect, it } from "vitest";
import { givenArguments } from "../../../src/probes/cluster/node-arguments.ts";

it.each<readonly [string, unknown, unknown]>([
  ["a word after the flag", '["server","--kube-apiserver-arg","anonymous-auth=true"]', ["--anonymous-auth=true"]],
  ["a word in the flag", '["server","--kube-apiserver-arg=--profiling=false"]', ["--profiling=false"]],
  ["several", '["--kube-apiserver-arg","a=1","--kube-apiserver-arg","b=2"]', ["--a=1", "--b=2"]],
  ["a secret that K3s starred", '["--kube-apiserver-arg","a=********"]', undefined],
  ["a flag at the end", '["--kube-apiserver-arg"]', undefined],
  ["none of a component's", '["server","--disable","traefik"]', undefined],
  ["no list", '{"a":1}', undefined],
  ["no JSON", "server --kube-apiserver-arg a=1", undefined],
  ["no text", 7, undefined],
  ["no annotation", undefined, undefined],
])("reads what K3s was told to give to kube-apiserver: %s", (_, annotation, argv) => {
  expect(givenArguments(annotation)?.["kube-apiserver"]).toEqual(argv);
});

it("knows the controller manager by both names, and the scheduler", () => {
  const words = ["--kube-controller-manager-arg=a=1", "--kube-controller-arg", "b=2", "--kube-scheduler-arg=c=3"];
  expect(givenArguments(JSON.stringify(words))).toEqual({
    "kube-controller-manager": ["--a=1", "--b=2"],
    "kube-scheduler": ["--c=3"],
  });
});
