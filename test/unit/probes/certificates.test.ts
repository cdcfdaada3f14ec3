import { describe, expect, it } from "vitest";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeCertificates } from "../../../src/probes/node/certificates.ts";
import { parseCertificates } from "../../../src/probes/parse/certificates.ts";
import { denied, here, manifestOf, source } from "../../support/facts.ts";

const { ca, cert } = makeCertificates(new Date("2026-05-01T12:00:00Z"));

describe("certificates", () => {
  it("say whose they are, who signed them from when and until when, in order", () => {
    expect(parseCertificates(`# a chain\n${cert}${ca}`)).toEqual([
      {
        subject: "CN=kube-apiserver",
        issuer: "CN=plimsoll-demo-ca",
        notBefore: "2026-04-30T12:00:00.000Z",
        notAfter: "2026-05-02T12:00:00.000Z",
        selfSigned: false,
        publicKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      {
        subject: "CN=plimsoll-demo-ca",
        issuer: "CN=plimsoll-demo-ca",
        notBefore: "2026-04-30T12:00:00.000Z",
        notAfter: "2026-05-02T12:00:00.000Z",
        selfSigned: true,
        publicKey: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  it("have a key that tells them apart", () => {
    const [own, authority] = parseCertificates(`${cert}${ca}`);
    expect(own?.publicKey).not.toBe(authority?.publicKey);
    expect(parseCertificates(ca)[0]?.publicKey).toBe(authority?.publicKey);
  });

  it("are none in a file of something else, and unparseable where broken", () => {
    expect(parseCertificates("-----BEGIN PUBLIC KEY-----\n")).toEqual([]);
    expect(() => parseCertificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")).toThrow();
  });

  it("are read where flags name certificates, as the host has them; keys are not asked for", async () => {
    const call = {
      ...manifestOf([
        "kube-apiserver",
        "--client-ca-file=/pki/ca.crt",
        "--tls-private-key-file=/pki/a.key",
        "--service-account-key-file=/pki/sa.pub",
        "--tls-sni-cert-key=/pki/b.crt,/pki/b.key:example.org",
        "--etcd-cafile=/unmounted/ca.crt",
      ]),
      mounts: [{ mountPath: "/pki", hostPath: "/srv" }],
    };
    const ask = asking(
      replaySession({
        "read /srv/ca.crt": { state: "ok", text: ca },
        "read /srv/b.crt": { state: "failed", cause: "withheld", message: "holds a private key" },
        "read /var/lib/kubelet/tls.crt": { state: "absent" },
      }),
      "n1",
    );
    expect(await probeCertificates(ask, [here([call]), denied], ["/var/lib/kubelet/tls.crt"], source)).toMatchObject({
      value: {
        "/srv/ca.crt": { state: "present", value: [{ subject: "CN=plimsoll-demo-ca" }] },
        "/srv/b.crt": { state: "unknown", reason: "withheld" },
        "/var/lib/kubelet/tls.crt": { state: "absent" },
      },
    });
  });
});
