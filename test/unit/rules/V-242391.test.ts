import { rule } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { controlPlane, denied, kubelet, kubeletUnit } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const withConfig = ["--config=/var/lib/kubelet/config.yaml"];
const anonymous = (enabled: unknown) => ({ "authentication.anonymous.enabled": enabled });

ruleCases(rule, [
  ["false in the file", kubelet(withConfig, anonymous(false)), "not_a_finding"],
  ["false in the file, on a control-plane node", kubelet(withConfig, anonymous(false), controlPlane), "not_a_finding"],
  ["true in the file", kubelet(withConfig, anonymous(true)), "open"],
  ["unset in the file: false by default", kubelet(withConfig, {}), "open", "not_a_finding"],
  ["false in quotes, which the kubelet refuses", kubelet(withConfig, anonymous("false")), "open"],
  ["neither flag nor file: true by default", kubelet([], "none"), "open"],
  ["drop-ins alone that say nothing: true", kubelet(["--config-dir=/etc/kubelet.d"], {}), "open"],
  [
    "the flag set to false",
    kubelet([...withConfig, "--anonymous-auth=false"], anonymous(false)),
    "open",
    "not_a_finding",
  ],
  ["the flag bare, over the file", kubelet([...withConfig, "--anonymous-auth"], anonymous(false)), "open"],
  [
    "a boolean flag takes no next word",
    kubelet([...withConfig, "--anonymous-auth", "false"], anonymous(false)),
    "open",
  ],
  [
    "the flag where it may be the value of the one before: the file counts, too",
    kubelet([...withConfig, "--node-labels", "--anonymous-auth=false"], anonymous(true)),
    "open",
  ],
  ["the flag set to a word", kubelet([...withConfig, "--anonymous-auth=no"], anonymous(false)), "open"],
  ["the flag written F", kubelet([...withConfig, "--anonymous_auth=F"], anonymous(true)), "open", "not_a_finding"],
  [
    "the flag in a drop-in of the unit",
    {
      ...kubelet(withConfig, anonymous(false)),
      ...kubeletUnit(["/etc/systemd/system/kubelet.service.d/20.conf", 'Environment="A=--anonymous-auth=false"']),
    },
    "open",
    "not_a_finding",
  ],
  ["configuration unreadable", { ...kubelet(withConfig, {}), "kubelet.config": denied }, "not_reviewed"],
  [
    "configuration unreadable, but the flag is there",
    { ...kubelet([...withConfig, "--anonymous-auth=false"], {}), "kubelet.config": denied },
    "open",
    "not_reviewed",
  ],
]);
