import { bindAddressRule } from "../kit/sockets/bind-address-rule.ts";

export const rule = bindAddressRule("V-242384", "kube-scheduler");
