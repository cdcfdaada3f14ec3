import { describe, expect, it } from "vitest";
import { textKnown } from "../../../src/evidence/facts-when-asked.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { nodeFileText, parseNodeFile } from "../../../src/run-folder/node-file.ts";
import { fleetEvidence } from "../../support/fleet-evidence.ts";

const recorded: readonly NodeEvidence[] = [...(await fleetEvidence({ nodes: 6, configurations: 3 }))];
const [first] = recorded as [NodeEvidence];

/** Evidence of such a text, and what was parsed for it. */
function read(text: string) {
  const parsed: string[] = [];
  const parse = <T>(json: string): T => {
    parsed.push(json);
    return JSON.parse(json);
  };
  return { evidence: parseNodeFile(text, parse), parsed };
}

describe("the file of a node's evidence", () => {
  it("is one JSON document with a line for each fact, and gives back what was written", () => {
    for (const evidence of recorded) {
      const text = nodeFileText(evidence);
      expect(JSON.parse(text)).toEqual(evidence);
      expect(text.split("\n")).toHaveLength(Object.keys(evidence.facts).length + 2);
      expect({ ...read(text).evidence, facts: { ...read(text).evidence.facts } }).toEqual(evidence);
      expect(nodeFileText(read(text).evidence)).toBe(text);
    }
  });

  it("has its facts parsed when they are asked for, each once", () => {
    const { evidence, parsed } = read(nodeFileText(first));
    expect(parsed).toHaveLength(1);
    expect(evidence.facts["kubelet.config"]).toEqual(first.facts["kubelet.config"]);
    expect(evidence.facts["kubelet.config"]).toBe(evidence.facts["kubelet.config"]);
    expect(parsed).toHaveLength(2);
    expect(textKnown(evidence.facts, "kubelet.config")).toBe(parsed[1]);
    expect(Object.keys(evidence.facts)).toEqual(Object.keys(first.facts));
    expect("host.sshd" in evidence.facts).toBe(true);
    expect("no.such-fact" in evidence.facts).toBe(false);
    expect((evidence.facts as Record<string, unknown>)["no.such-fact"]).toBeUndefined();
    expect(parsed).toHaveLength(2);
  });

  it("may be in one line, as older versions wrote it", () => {
    const { evidence } = read(JSON.stringify(first));
    expect(evidence).toEqual(first);
    expect(textKnown(evidence.facts, "kubelet.config")).toBeUndefined();
  });

  it("holds line breaks, quotes and braces of a node within its lines", () => {
    const said = '}}\n"facts":{\n"node.layout":{"state":"absent"},\u2028';
    const facts = { ...first.facts, "host.cni": { ...first.facts["host.cni"], state: "unknown", message: said } };
    const evidence = { ...first, node: said, facts } as NodeEvidence;
    const again = read(nodeFileText(evidence)).evidence;
    expect({ ...again, facts: { ...again.facts } }).toEqual(evidence);
  });
});
