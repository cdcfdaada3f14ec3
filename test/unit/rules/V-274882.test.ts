import { rule } from "../../../src/rules/stig/V-274882-api-server-encryption-at-rest.ts";
import { denied, type FactsGiven, here } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { type Container, started } from "./control-plane.ts";

const path = "/etc/kubernetes/enc/enc.yaml";
const file = (content: unknown, container: Container = {}): FactsGiven => ({
  ...started("kube-apiserver", [`--encryption-provider-config=${path}`], container),
  "content.encryption-config": here({ path, file: path, content }),
});
const head = { apiVersion: "apiserver.config.k8s.io/v1", kind: "EncryptionConfiguration" };
const config = (...resources: readonly unknown[]) => file({ ...head, resources });
const entry = (resources: unknown, ...providers: readonly unknown[]) => ({ resources, providers });

const identity = { identity: {} };
const keys = [{ name: "key1", secret: "REDACTED" }];
const aescbc = { aescbc: { keys } };
const kms = { kms: { apiVersion: "v2", name: "k", endpoint: "unix:///run/kms.sock" } };

ruleCases(rule, [
  ["aescbc first", config(entry(["secrets"], aescbc, identity)), "not_a_finding"],
  ["aesgcm", config(entry(["secrets"], { aesgcm: { keys } })), "not_a_finding"],
  ["secretbox", config(entry(["secrets"], { secretbox: { keys } })), "not_a_finding"],
  ["kms", config(entry(["secrets", "configmaps"], kms, identity)), "not_a_finding"],
  ["identity first", config(entry(["secrets"], identity, aescbc)), "open"],
  ["no provider", config(entry(["secrets"])), "open"],
  ["providers left out", config({ resources: ["secrets"] }), "open"],
  ["no entry", config(), "open"],
  ["configmaps only", config(entry(["configmaps"], aescbc)), "open"],
  ["Secrets and * are something else", config(entry(["Secrets", "*", "secrets.v1"], aescbc)), "open"],
  ["secrets. is secrets, its group being empty", config(entry(["secrets."], aescbc)), "not_a_finding"],
  ["secrets. with identity before secrets", config(entry(["secrets."], identity), entry(["secrets"], aescbc)), "open"],
  ["the core group", config(entry(["*."], aescbc)), "not_a_finding"],
  ["all groups", config(entry(["*.*"], aescbc)), "not_a_finding"],
  [
    "the exact name, the release unknown",
    file({ ...head, resources: [entry(["secrets"], aescbc)] }, { image: "none" }),
    "not_a_finding",
  ],
  [
    "an entry for something else, the release unknown",
    file({ ...head, resources: [entry(["configmaps"], aescbc)] }, { image: "none" }),
    "open",
  ],
  ["another group", config(entry(["*.apps"], aescbc)), "open"],
  [
    "the exact name wins over an earlier wildcard",
    config(entry(["*.*"], aescbc), entry(["secrets"], identity)),
    "open",
  ],
  ["the core group wins over all", config(entry(["*.*"], aescbc), entry(["*."], identity)), "open"],
  ["the core group encrypts", config(entry(["*.*"], identity), entry(["*."], aescbc)), "not_a_finding"],
  ["of two that name it the first wins", config(entry(["secrets"], identity), entry(["secrets"], aescbc)), "open"],
  ["the first of two encrypts", config(entry(["secrets"], aescbc), entry(["secrets"], identity)), "not_a_finding"],
  ["without keys", config(entry(["secrets"], { aescbc: {} })), "not_a_finding", "open"],
  [
    "a key without its secret",
    config(entry(["secrets"], { aescbc: { keys: [{ name: "a" }] } })),
    "not_a_finding",
    "open",
  ],
  ["kms without an endpoint", config(entry(["secrets"], { kms: { name: "k" } })), "not_a_finding", "open"],
  ["a provider that is not known", config(entry(["secrets"], { rot13: { keys } })), "not_reviewed"],
  ["two providers in one", config(entry(["secrets"], { ...aescbc, ...identity })), "not_reviewed"],
  ["a provider of null", config(entry(["secrets"], { aescbc: null })), "not_reviewed"],
  ["an entry that is not understood", config("x", entry(["secrets"], aescbc)), "not_reviewed"],
  ["resources that are no list", config(entry("secrets", aescbc)), "not_reviewed"],
  [
    "another kind",
    file({ ...head, kind: "EncryptionConfig", resources: [entry(["secrets"], aescbc)] }),
    "not_reviewed",
  ],
  ["an empty file", file(null), "not_reviewed"],
  ["a list", file([entry(["secrets"], aescbc)]), "not_reviewed"],
  ["unreadable", { ...config(entry(["secrets"], aescbc)), "content.encryption-config": denied }, "not_reviewed"],
]);
