import type { Asset } from "../checklist/asset.ts";
import type { Stig } from "../checklist/checklist.ts";
import { visible } from "../visible-text.ts";

/**
 * What MITRE's converter needs to make a checklist of the file that importers take: without a host name STIG Manager
 * refuses it, without a release it does not know the revision.
 */
export const checklistMetadata = ({ hostName, comment }: Asset, stig: Stig) => ({
  hostname: hostName,
  hostip: "",
  hostmac: "",
  // Empty: a cluster has none, and the converter refuses the file for anything that is not one.
  hostfqdn: "",
  marking: "",
  targetcomment: comment,
  role: "None",
  assettype: "Computing",
  techarea: "",
  webordatabase: "false",
  webdbsite: "",
  webdbinstance: "",
  vulidmapping: "gid",
  profiles: [{ name: stig.id, title: visible(stig.title), ...releaseOf(stig) }],
});

/** Numbers and a date, or the converter refuses the file: what is neither is left out. */
function releaseOf({ version, release, releaseInfo }: Stig) {
  const date = /Benchmark Date: (\S.*)$/.exec(releaseInfo)?.[1];
  return {
    ...whole("version", version),
    ...whole("releasenumber", release),
    ...(date === undefined || Number.isNaN(Date.parse(date)) ? {} : { releasedate: visible(date) }),
  };
}

const whole = (name: string, digits: string): Readonly<Record<string, number>> =>
  /^\d{1,6}$/.test(digits) ? { [name]: Number(digits) } : {};
