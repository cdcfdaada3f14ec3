import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cklDocument } from "../../src/checklists/ckl-document.ts";
import { cklbDocument } from "../../src/checklists/cklb-document.ts";
import { judgeHostKey, knownTypes } from "../../src/connect/known-hosts/known-hosts.ts";
import { parseKnownHosts } from "../../src/connect/known-hosts/known-hosts-line.ts";
import { parseSweep } from "../../src/connect/recordings/sweep-file.ts";
import { parseDecisions } from "../../src/decisions/load.ts";
import { assessmentSchema } from "../../src/findings/assessment.ts";
import { parseInventory } from "../../src/inventory/load.ts";
import { jsonReader, parseJson } from "../../src/large-json/read-json.ts";
import { parseManifest as parseRunManifest } from "../../src/run-folder/manifest.ts";
import { readOwn } from "../../src/ssh-config/own-reader.ts";
import { xccdfDocument } from "../../src/xccdf/xccdf-document.ts";
import { xmlTree } from "../../src/xml/xml-tree.ts";
import { YamlFileError } from "../../src/yaml-file/yaml-file-error.ts";
import { xccdfGroup, xccdfText } from "../support/xccdf.ts";
import { brought } from "./brought-texts.ts";
import { examples, fileOf } from "./seeds.ts";

import { Refused, refusal, type Target } from "./target.ts";

const knownHosts = [
  "[h]:22,*.example.org,!x.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==\n@revoked * ssh-rsa AAAA\n|1|c2FsdA==|aGFzaA== ssh-rsa AAAA\n",
];
const sshConfig = join(mkdtempSync(join(tmpdir(), "plimsoll-fuzz-")), "config");
const bytes = (read: (payload: Buffer) => unknown) => (text: string) => read(Buffer.from(text));

/** What reads the files that people hand over: one line a reader. */
export const fileReaders: readonly Target[] = [
  { name: "a sweep", read: bytes(parseSweep), seeds: [brought.sweep], words: ["plimsoll-sweep end 1\n"] },
  {
    name: "known_hosts",
    read: (text) => {
      const lines = parseKnownHosts(text);
      return [
        lines,
        knownTypes(lines, "h", 22),
        judgeHostKey(lines, "a.example.org", 2222, Buffer.from("AAAAC3NzaC1lZDI1NTE5", "base64")),
      ];
    },
    seeds: knownHosts,
    words: ["*", "?", "|1|", "@revoked "],
  },
  {
    name: "an inventory",
    read: (text) => parseInventory(text, "/i/inventory.yaml", { home: "/h" }),
    seeds: examples(/\.yaml$/),
    words: ["hosts:\n", "node-[1:3]", "ssh: {"],
    throws: YamlFileError,
  },
  {
    name: "an ssh_config",
    read: (text) => {
      writeFileSync(sshConfig, text);
      return readOwn(sshConfig, { name: "node-1" }, { home: "/nonexistent", user: "audit", environment: {} });
    },
    seeds: [
      "Host node-* !node-2\n  HostName %h.example.org\n  User=audit\n  ConnectTimeout 1m30s\n  ProxyJump a@b:22,c\nMatch host x user y\nInclude conf.d/*.c[a-z]\n",
    ],
    words: ["Match all\n", "Include [z-a]*\n", "ConnectTimeout ", "~/", "$\u007BHOME}", '"'],
  },
  {
    name: "a decisions file",
    read: (text) => parseDecisions(text, "/d.yaml"),
    seeds: [fileOf("test/lab/decisions.yaml")],
    words: ["waivers:\n"],
    throws: YamlFileError,
  },
  {
    name: "XML",
    read: (text) => xmlTree(text, { refusal, kind: "checklist" }),
    seeds: [brought.ckl, xccdfText(xccdfGroup())],
    throws: Refused,
  },
  {
    name: "a CKL",
    read: (text) => cklDocument(text, refusal),
    seeds: [brought.ckl],
    words: ["</VULN>", "<iSTIG>", "<VULN>"],
    throws: Refused,
  },
  {
    name: "a CKLB",
    read: (text) => cklbDocument(text, refusal),
    seeds: [brought.cklb],
    words: ['"stigs":', '"rules":'],
    throws: Refused,
  },
  {
    name: "a benchmark",
    read: (text) => xccdfDocument(xmlTree(text, { refusal, kind: "benchmark" }), "/b.xml", "b.xml"),
    seeds: [xccdfText(xccdfGroup() + xccdfGroup({ id: "V-242376" }))],
    words: ["<Group id='V-1'>"],
  },
  { name: "a run's manifest", read: parseRunManifest, seeds: [brought.manifest], words: ['"../../x"', '"/x"'] },
  {
    name: "an assessment",
    read: (text) => {
      const reader = jsonReader(2, { element: parseJson, list: (entries) => entries });
      reader.push(Buffer.from(text));
      return assessmentSchema.safeParse(reader.end()).success;
    },
    seeds: [brought.assessment],
  },
];
