import { rule as port } from "../../../src/rules/stig/V-242386-api-server-insecure-port.ts";
import { rule as bindAddress } from "../../../src/rules/stig/V-242388-api-server-insecure-bind-address.ts";
import { denied } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const release = (version: string, ...flags: readonly string[]) =>
  started("kube-apiserver", flags, { image: `registry.k8s.io/kube-apiserver:${version}` });
const untold = (...flags: readonly string[]) => started("kube-apiserver", flags, { image: "none" });

ruleCases(port, [
  [
    "another project's image proves no version",
    started("kube-apiserver", ["--insecure-port=8080"], { image: "registry.example/api:v1.36.2" }),
    "open",
    "not_reviewed",
  ],
  ["1.19, 0", release("v1.19.16", "--insecure-port=0"), "not_a_finding"],
  ["1.19, unset means 8080", release("v1.19.16"), "open"],
  ["1.19, a port", release("v1.19.16", "--insecure-port=8080"), "open"],
  ["1.20, unset: nothing is served", release("v1.20.0"), "open", "not_a_finding"],
  ["1.23, 0, detached, with underscores", release("v1.23.17", "--insecure_port", "0"), "not_a_finding"],
  ["1.23, unset", release("v1.23.17"), "open", "not_a_finding"],
  ["1.23, empty", release("v1.23.17", "--insecure-port="), "open", "not_a_finding"],
  ["1.24, unset", release("v1.24.0"), "not_applicable", "not_a_finding"],
  ["1.24, 0", release("v1.24.0", "--insecure-port=0"), "not_a_finding"],
  [
    "1.24, a port that no such API server starts with",
    release("v1.24.0", "--insecure-port=1"),
    "open",
    "not_a_finding",
  ],
  ["1.36, unset", release("v1.36.2"), "not_applicable", "not_a_finding"],
  ["the secure port is another flag", release("v1.23.17", "--secure-port=0"), "open", "not_a_finding"],
  ["only the process has the flag", drifted("kube-apiserver", [], ["--insecure-port=8080"]), "open", "not_a_finding"],
  ["the version unknown, 0", untold("--insecure-port=0"), "not_a_finding"],
  ["the version unknown, unset", untold(), "not_reviewed"],
  ["the version unknown, a port", untold("--insecure-port=8080"), "open", "not_reviewed"],
  [
    "the manifest unreadable, and with it the version",
    { ...release("v1.36.2"), "manifest.kube-apiserver": denied },
    "not_reviewed",
  ],
]);

const address = "--insecure-bind-address=127.0.0.1";

ruleCases(bindAddress, [
  ["1.36, unset", release("v1.36.2"), "not_a_finding"],
  ["1.19, unset", release("v1.19.16"), "not_a_finding"],
  ["1.19, set", release("v1.19.16", address), "open"],
  ["1.19, set with the port off", release("v1.19.16", address, "--insecure-port=0"), "open", "not_a_finding"],
  ["1.20, set without effect", release("v1.20.0", address), "open", "not_a_finding"],
  ["1.24, set", release("v1.24.0", address), "open", "not_a_finding"],
  ["the version unknown, unset", untold(), "not_a_finding"],
  ["the version unknown, set", untold(address), "open", "not_reviewed"],
  ["the address of the secure port is another flag", release("v1.36.2", "--bind-address=0.0.0.0"), "not_a_finding"],
  [
    "the process unreadable",
    { ...release("v1.36.2"), "process.kube-apiserver": denied },
    "not_a_finding",
    "not_reviewed",
  ],
  [
    "the manifest unreadable",
    { ...release("v1.36.2"), "manifest.kube-apiserver": denied },
    "not_reviewed",
    "not_a_finding",
  ],
]);
