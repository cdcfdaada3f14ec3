/** A rule of an XCCDF as DISA lays them out. */
export type XccdfRule = {
  readonly id?: string;
  readonly ruleId?: string;
  readonly stigId?: string;
  readonly title?: string;
  readonly severity?: string;
  readonly discussion?: string;
  readonly check?: string;
  readonly fix?: string;
};

const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** One group, and its rule. */
export function xccdfGroup(given: XccdfRule = {}): string {
  const id = given.id ?? "V-242387";
  const description = `<VulnDiscussion>${given.discussion ?? "Why a < b & c."}</VulnDiscussion><FalsePositives></FalsePositives><Documentable>false</Documentable><Mitigations>Some.</Mitigations>`;
  return `<Group id="${id}"><title>SRG-1</title><description>&lt;GroupDescription&gt;&lt;/GroupDescription&gt;</description>
<Rule id="${given.ruleId ?? `S${id}r1_rule`}" weight="10.0" severity="${given.severity ?? "high"}">
<version>${given.stigId ?? "CNTR-K8-000330"}</version><title>${escaped(given.title ?? " A & B\u00a0")}</title>
<description>${escaped(description)}</description>
<reference><dc:title>Target</dc:title><dc:identifier>5376</dc:identifier></reference>
<ident system="http://cyber.mil/legacy">V-1</ident><ident system="http://cyber.mil/cci">CCI-000001</ident>
<fixtext fixref="F-1">${escaped(given.fix ?? "Mend it.")}</fixtext><fix id="F-1"/>
<check system="C-1"><check-content-ref href="x.xml" name="M"/><check-content>${escaped(given.check ?? "Look at it.")}</check-content></check>
</Rule></Group>`;
}

/** A benchmark of groups. */
export const xccdfText = (
  groups: string,
  releaseInfo = "Release: 7 Benchmark Date: 01 Jul 2026",
): string => `<?xml version="1.0" encoding="utf-8"?>
<Benchmark xmlns:dc="http://purl.org/dc/elements/1.1/" id="Kubernetes_STIG" xmlns="http://checklists.nist.gov/xccdf/1.1">
<title>Kubernetes Security Technical Implementation Guide</title>
<plain-text id="release-info">${releaseInfo}</plain-text><plain-text id="generator">3.5</plain-text><version>2</version>
${groups}</Benchmark>`;
