import { type SensitiveHit, underSecretName } from "../../evidence/sensitive.ts";
import { defineClusterRule } from "../define-cluster-rule.ts";
import { noHits } from "../kit/cluster/sensitive-hits.ts";
import { isPlatformNamespace } from "../kit/guidance/platform.ts";

const noCredentials = (ofPlatform: boolean) =>
  noHits({
    what: "credentials, or values called so, outside of Secrets",
    isMeant: ({ namespace }) => isPlatformNamespace(namespace) === ofPlatform,
    isFinding: (hit: SensitiveHit) => hit.class === "A" || hit.pattern === underSecretName,
  });

export const rule = defineClusterRule({
  id: "plaintext-credentials",
  literal: [noCredentials(false)],
  apart: { of: "objects of the platform itself", conditions: [noCredentials(true)] },
  readings: {
    literal: "a person has judged it so: a search by patterns can find credentials, and can prove no absence",
  },
  expected: "no variable, argument, ConfigMap or annotation holds a password, key or token as it is",
  check:
    "Look through environment variables, commands and arguments of pods and pod templates, ConfigMaps and annotations " +
    "for private keys, tokens, kubeconfigs and URLs with passwords, and for literal values under names such as " +
    "password, secret, token, apiKey, privateKey or connectionString: each is a finding, unless the site says why it is " +
    "none (decisions.yaml, options.sensitiveExceptions). Values that a Secret fills in are none here; V-242415 speaks of " +
    "those. What else may be a credential is listed for a person, and that there is none cannot be proved. plimsoll " +
    "searches the texts in memory and keeps places only, never values.",
  fix:
    "Move the value to a Secret or an external secrets store, mount it into the pod as a file, and change it: it was " +
    "readable for everyone who may read pods or ConfigMaps.",
});
