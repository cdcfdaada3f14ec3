import { describe, expect, it } from "vitest";
import { etcdSettings, isKnown } from "../../../src/evidence/etcd-configuration.ts";
import { readFlags } from "../../../src/evidence/go-flags.ts";
import { present } from "../../../src/evidence/observed.ts";
import { manifestOf, source } from "../../support/facts.ts";

const path = "/etc/etcd.yaml";
const settingsOf = (content: unknown) => {
  const call = manifestOf(["etcd", `--config-file=${path}`]);
  const settings = etcdSettings(readFlags(call, "go-flag"), call, present({ path, file: path, content }, source));
  if (!isKnown(settings)) throw new Error(settings.message);
  return settings;
};

// encoding/json matches keys whatever their case, in the order in which the YAML's keys sort.
describe("the keys of etcd's configuration file", () => {
  it("fill in one after the other, in sections too", () => {
    const settings = settingsOf({
      "client-transport-security": { "cert-file": "/a", "client-cert-auth": true },
      "Client-Transport-Security": { "auto-tls": true, "client-cert-auth": false },
      "DATA-DIR": "/b",
      "data-dir": null,
    });
    expect([settings.text("cert-file"), settings.boolean("auto-tls"), settings.boolean("client-cert-auth")]).toEqual([
      "/a",
      true,
      true,
    ]);
    expect(settings.text("data-dir")).toBe("/b");
  });

  it("are matched by Unicode's other letters too, as Go does", () => {
    expect(settingsOf({ "data-dir": "/a", "initial-clu\u017fter": "b" }).text("initial-cluster")).toBe("b");
    expect(settingsOf({ "in\u0131tial-cluster": "b" }).text("initial-cluster")).toBeUndefined();
  });

  it.each(["ListenClientHttpUrls", "listenclienturls", "LCUrls"])("may be Go's own, which no flag shows: %s", (key) => {
    const content = {
      "listen-client-urls": "https://10.0.0.1:2379",
      [key]: [{ Scheme: "http", Host: "0.0.0.0:2382" }],
    };
    expect(() => settingsOf(content)).toThrow(key);
  });
});
