import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rules } from "../../src/rules/index.ts";
import { requireRoot, requireTools } from "../support/lab-requirements.ts";
import { auditByConsole } from "./audit-by-console.ts";
import { auditOfAllNodes } from "./audit-of-all-nodes.ts";
import { breakOneByOne } from "./broken-one-by-one.ts";
import { byTimer } from "./by-timer.ts";
import { everythingMended } from "./everything-mended.ts";
import { installedReader } from "./installed-reader.ts";
import { lostInMidRun } from "./lost-in-mid-run.ts";
import { fileMutations } from "./mutations/default-files.ts";
import { flagMutations } from "./mutations/default-flags.ts";
import { processMutations } from "./mutations/default-processes.ts";
import { kubeletMutations } from "./mutations/kubelet.ts";
import { mutationsOfMended } from "./mutations/mended.ts";
import { sshMutations } from "./mutations/ssh.ts";
import { unreadableMutations } from "./mutations/unreadable.ts";
import { secretsOnNodes } from "./secrets-on-nodes.ts";
import { lab } from "./services.mjs";
import { unitsOfSystemd } from "./units-of-systemd.ts";

const hasLab =
  requireTools("lab", [
    { command: "debootstrap", package: "debootstrap" },
    { command: "systemd-nspawn", package: "systemd-container" },
    { command: "ssh-keygen", package: "openssh-client" },
    { command: "openssl", package: "openssl" },
    { command: "gcc", package: "gcc libc6-dev" },
  ]) && requireRoot("lab");

const mutationsOfDefault = [
  ...fileMutations,
  ...flagMutations,
  ...processMutations,
  ...kubeletMutations,
  ...unreadableMutations,
];

describe.skipIf(!hasLab)("the lab", () => {
  // One lab for all suites: its addresses are fixed, and two cannot stand at once.
  beforeAll(() => void lab("up"));
  afterAll(() => void lab("down"));

  describe("an audit of five real nodes and a mute host", auditOfAllNodes);
  describe("an audit with a worker that is read at its console", auditByConsole);
  describe("a run in whose midst a worker is lost", lostInMidRun);
  describe("an audit of nodes full of secrets", secretsOnNodes);
  describe("an audit that systemd starts by its clock", byTimer);
  describe("a reader that asks systemd of units", unitsOfSystemd);
  describe("a worker whose key starts the installed reader alone", installedReader);
  describe("a default node on which one thing is broken", () => breakOneByOne(mutationsOfDefault));
  describe("a worker without sshd on which one thing is broken", () => breakOneByOne(sshMutations));
  describe("a node on which everything is mended that can be", everythingMended);
  describe("a mended node on which one thing is broken", () => breakOneByOne(mutationsOfMended));
});

it("breaks every rule that a node of the lab can pass", () => {
  const all = [...mutationsOfDefault, ...sshMutations, ...mutationsOfMended];
  const broken = new Set(all.flatMap(({ literal }) => Object.keys(literal)));
  const judged = rules.flatMap(({ kind, id }) => (kind === "node" ? [id] : []));
  expect(judged.filter((id) => !broken.has(id))).toEqual([]);
});
