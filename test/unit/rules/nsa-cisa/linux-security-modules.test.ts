import type { SecurityModules } from "../../../../src/evidence/host-state.ts";
import { rule } from "../../../../src/rules/nsa-cisa/linux-security-modules.ts";
import { denied, type FactsGiven, here, worker } from "../../../support/facts.ts";
import { ruleCasesWith } from "../../../support/rule-cases.ts";

const modules = (more: Partial<SecurityModules>): FactsGiven => ({
  "host.security-modules": here({
    securityfs: true,
    appArmor: false,
    appArmorParser: false,
    seLinux: false,
    ...more,
  }),
});

ruleCasesWith({ "node.role": here(worker) }, rule, [
  ["AppArmor with its parser", modules({ appArmor: true, appArmorParser: true }), "not_a_finding"],
  ["AppArmor without its parser", modules({ appArmor: true }), "not_reviewed"],
  ["a parser without AppArmor", modules({ appArmorParser: true }), "open"],
  [
    "SELinux, of which only the configuration is seen",
    modules({ seLinux: true, seLinuxConfigured: "enforcing" }),
    "not_reviewed",
  ],
  ["SELinux without configuration", modules({ seLinux: true }), "not_reviewed"],
  ["neither", modules({}), "open"],
  ["neither, where nothing would show it", modules({ securityfs: false }), "not_reviewed"],
  ["what could not be looked at", { "host.security-modules": denied }, "not_reviewed"],
]);
