import { expect, it } from "vitest";
import { replaySession } from "../../../src/connect/recordings/replay.ts";
import { asking } from "../../../src/probes/ask.ts";
import { probeKubectl } from "../../../src/probes/node/kubectl.ts";

const searched = "searched|/usr/bin\nsearched|/opt/bin\n";
const version = (text: string) => JSON.stringify({ clientVersion: { major: "1", gitVersion: text } });
const kubectl = (path: string, printed: string, state = "ran") =>
  `kubectl|${state}|${path}\n${printed.replace(/^./gm, ">$&")}${printed && "\n>\n"}`;
const probe = (text: string) =>
  probeKubectl(asking(replaySession({ "kubectl /var/lib/rancher/rke2/bin": { state: "ok", text } }), "n1"));

it("gives every kubectl with its version, or why there is none", async () => {
  const lines = [
    kubectl("/usr/bin/kubectl", version("v1.36.2")),
    kubectl("/opt/bin/kubectl", ""),
    kubectl("/opt/bin/b", "Client Version: v1.9"),
    kubectl("/opt/a|b\u00e9/kubectl", JSON.stringify(JSON.parse(version("v1.2.3")), null, 2)),
    kubectl("/opt/bin/forger", "kubectl|ran|/bin/kubectl\nsearched|/etc"),
    kubectl("/opt/bin/c", '{"clientVersion": {"gitVersion": 1}}'),
    kubectl("/opt/bin/d", "", "unsupported"),
  ];
  const { value } = (await probe(searched + lines.join(""))) as { value: { found: readonly object[] } };
  expect(value).toMatchObject({ searched: ["/opt/bin", "/usr/bin"], unseen: [] });
  expect(value.found).toEqual([
    { path: "/usr/bin/kubectl", version: "v1.36.2", why: "" },
    { path: "/opt/bin/kubectl", why: expect.stringContaining("nothing") },
    { path: "/opt/bin/b", why: expect.stringContaining("not understood") },
    { path: "/opt/a|b\u00e9/kubectl", version: "v1.2.3", why: "" },
    { path: "/opt/bin/forger", why: expect.stringContaining("not understood") },
    { path: "/opt/bin/c", why: expect.stringContaining("not understood") },
    { path: "/opt/bin/d", why: expect.stringContaining("as root") },
  ]);
});

it("is absent only where all was searched, with the places", async () => {
  expect(await probe(searched)).toMatchObject({
    state: "absent",
    source: { request: "kubectl in /opt/bin, /usr/bin" },
  });
  expect(await probe(`${searched}unseen|/opt/bin/kubectl\n`)).toMatchObject({ state: "unknown" });
});

it.each([
  "",
  "nonsense\n",
  `${searched}forged|x\n`,
  `>{}\n${searched}`,
  `${searched}unseen|bin\n`,
  `${searched}kubectl|odd|/a\n`,
])("refuses %j", async (text) => {
  expect(await probe(text)).toMatchObject({ state: "unknown", reason: "unparseable" });
});
