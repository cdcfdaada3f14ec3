import { isIP } from "node:net";
import type { CarriedFrom } from "../../findings/carried-from.ts";
import { visible } from "../visible-text.ts";

/** What a checklist says of its asset besides its name and how much was seen: only what importers take. */
export type TargetData = CarriedFrom["target"];

/** Lists that DISA's schema closes: anything else costs the whole file. */
const roles = ["None", "Workstation", "Member Server", "Domain Controller"];
const assetTypes = ["Computing", "Non-Computing"];
const techAreas = [
  ...["Application Review", "Boundary Security", "CDS Admin Review", "CDS Technical Review", "Database Review"],
  ...["Domain Name System (DNS)", "Exchange Server", "Host Based System Security (HBSS)", "Internal Network"],
  ...["Mobility", "Releasable Networks (REL)", "Releaseable Networks (REL)", "Traditional Security", "UNIX OS"],
  ...["VVOIP Review", "Web Review", "Windows OS", "Other Review"],
];

/** As Heimdall checks it: labels without underscores, the last of them no number. */
export const fullDomainName =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})$/i;

const isMac = /^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}$/i;

/** Addresses in a list, as STIG Viewer writes them (lines) and others do; Heimdall refuses a file for one that is none. */
const listOf = (text: string, isOne: (item: string) => boolean): string => {
  const items = text.split(/[\s,]+/).filter((item) => item !== "");
  return items.every(isOne) ? items.join(", ") : "";
};

const oneOf = (known: readonly string[], given: string, otherwise: string): string =>
  known.includes(given.trim()) ? given.trim() : otherwise;

/** An earlier checklist's word on an asset goes before what plimsoll knows, where importers take it. */
export function targetData(own: Pick<TargetData, "ip" | "fqdn">, earlier: TargetData | undefined): TargetData {
  const given = (name: keyof TargetData): string => earlier?.[name].trim() ?? "";
  const fqdn = given("fqdn");
  return {
    ip: listOf(given("ip"), (item) => isIP(item) !== 0 && !item.includes("%")) || own.ip,
    mac: listOf(given("mac"), (item) => isMac.test(item)),
    fqdn: fullDomainName.test(fqdn) ? fqdn : own.fqdn,
    role: oneOf(roles, given("role"), "None"),
    assetType: oneOf(assetTypes, given("assetType"), "Computing"),
    marking: visible(given("marking")),
    techArea: oneOf(techAreas, given("techArea"), ""),
    webOrDatabase: given("webOrDatabase") === "true" ? "true" : "false",
    webDbSite: visible(given("webDbSite")),
    webDbInstance: visible(given("webDbInstance")),
  };
}
