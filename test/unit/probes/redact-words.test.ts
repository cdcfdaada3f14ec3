import { expect, it } from "vitest";
import { redactVariables, redactWords } from "../../../src/probes/cluster/redact-words.ts";

const bootstrap = "abcdef.0123456789abcdef";

it.each([
  ["--token=hush", "--token=REDACTED"],
  ["--oidc-client-secret=a=b", "--oidc-client-secret=REDACTED"],
  [
    "--etcd-servers=https://a:1,http://u:p@s/s@b:2,https://c@d:3",
    "--etcd-servers=https://a:1,http://REDACTED@b:2,https://REDACTED@d:3",
  ],
  ["--x=https://h/p?a=1&sig=hush", "--x=https://h/p?a=1&sig=REDACTED"],
  [`--x=${bootstrap}`, "--x=REDACTED"],
  ["--x=eyJh.eyJi.c-d", "--x=REDACTED"],
  ["Authorization: Bearer hush", "Authorization: Bearer REDACTED"],
])("takes the secret out of %s", (word, redacted) => {
  expect(redactWords(["kube-apiserver", word])).toEqual(["kube-apiserver", redacted]);
});

it("takes the word behind a flag that is a secret's, and no other", () => {
  const words = ["x", "--token", "hush", "--enable-token", "--v=2", "--config", "/x"];
  expect(redactWords(words)).toEqual(words.with(2, "REDACTED"));
});

it.each([
  "--token-auth-file=/etc/x",
  "--token=$(TOKEN)",
  "--authentication-token-webhook=true",
  "--tls-private-key-file=/etc/kubernetes/pki/apiserver.key",
  "--service-account-signing-key-file=/etc/kubernetes/pki/sa.key",
  "--bypass=1",
  "--etcd-servers=https://10.0.0.1:2379,https://[::1]:2379",
  "--admission-control-config-file=/etc/kubernetes/abcdef.0123456789abcdef",
])("leaves %s", (word) => {
  expect(redactWords([word])).toEqual([word]);
});

it("takes secrets out of variables", () => {
  expect(
    redactVariables({ ETCD_NAME: "n", ETCD_INITIAL_CLUSTER_TOKEN: "hush", ETCD_DISCOVERY: "http://u:p@h/" }),
  ).toEqual({
    ETCD_NAME: "n",
    ETCD_INITIAL_CLUSTER_TOKEN: "REDACTED",
    ETCD_DISCOVERY: "http://REDACTED@h/",
  });
});
