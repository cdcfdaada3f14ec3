import type { Status } from "../../../src/findings/verdict.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as maxSize } from "../../../src/rules/stig/V-242462-api-server-audit-log-max-size.ts";
import { rule as maxBackup } from "../../../src/rules/stig/V-242463-api-server-audit-log-max-backup.ts";
import { rule as maxAge } from "../../../src/rules/stig/V-242464-api-server-audit-log-max-age.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { started, unmanaged } from "./control-plane.ts";

const log = "--audit-log-path=/var/log/audit.log";

/** V-242462, V-242463 and V-242464: a number with a least value; `zero` in 1.35, in 1.36, and where that is not known. */
function limitCases(rule: NodeRule, flag: string, least: number, zero: readonly [Status, Status, Status]): void {
  const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);
  const release = (version: string) => ({ image: `registry.k8s.io/kube-apiserver:${version}` });
  ruleCases(rule, [
    ["no audit log", apiServer(), "open"],
    ["a limit, but no audit log", apiServer(`--${flag}=${least}`), "not_a_finding", "open"],
    ["unset", apiServer(log), "open", "not_a_finding"],
    ["unset, in 1.35", started("kube-apiserver", [log], release("v1.35.1")), "open", "not_a_finding"],
    ["unset, release unknown", unmanaged("kube-apiserver", [log]), "open", "not_a_finding"],
    ["the least", apiServer(log, `--${flag}=${least}`), "not_a_finding"],
    ["one less", apiServer(log, `--${flag}=${least - 1}`), "open"],
    ["hexadecimal", apiServer(log, `--${flag}=0x${least.toString(16)}`), "not_a_finding"],
    ["octal", apiServer(log, `--${flag}=0${(least - 1).toString(8)}`), "open"],
    ["with a unit", apiServer(log, `--${flag}=${least}Mi`), "open"],
    ["empty", apiServer(log, `--${flag}=`), "open"],
    ["negative", apiServer(log, `--${flag}=-${least}`), "open"],
    ["more than 64 bits", apiServer(log, `--${flag}=99999999999999999999`), "open"],
    ["the last one counts", apiServer(log, `--${flag}=${least}`, `--${flag}=1`), "open"],
    ["0, in 1.35", started("kube-apiserver", [log, `--${flag}=0`], release("v1.35.1")), "open", zero[0]],
    ["0, in 1.36", started("kube-apiserver", [log, `--${flag}=0`], release("v1.36.0")), "open", zero[1]],
    ["0, release unknown", unmanaged("kube-apiserver", [log, `--${flag}=0`]), "open", zero[2]],
  ]);
}

limitCases(maxSize, "audit-log-maxsize", 100, ["not_a_finding", "open", "not_reviewed"]);
limitCases(maxBackup, "audit-log-maxbackup", 10, ["not_a_finding", "not_a_finding", "not_a_finding"]);
limitCases(maxAge, "audit-log-maxage", 30, ["not_a_finding", "not_a_finding", "not_a_finding"]);
