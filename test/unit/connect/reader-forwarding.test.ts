import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Request } from "../../../src/connect/session.ts";
import { askReader } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const root = mkdtempSync(join(tmpdir(), "plimsoll-forwarding-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What stands in a configuration of rsyslog, and what of it is shown, a line each. Whatever is secret is called hunter2. */
const shown: readonly (readonly [string, string])[] = [
  ["# *.* @@commented:514\n\n", "\n\n"],
  ['module(load="imuxsock") # provides "support\n', "obj:module load=imuxsock )\n"],
  ["$ModLoad imklog # x\n$FileOwner root\n$DefaultNetstreamDriverKeyFile /hunter2\n", "$ModLoad=imklog\n$?\n$?\n"],
  ["$IncludeConfig /etc/rsyslog.d/*.conf\n", "$IncludeConfig=/etc/rsyslog.d/*.conf\n"],
  ["*.* @@logs.example:6514;RSYSLOG_Forward\n*.* @(z9)10.0.0.1\n", "pri:*.* @@logs.example:6514\npri:*.* @10.0.0.1\n"],
  ["*.* @@[2001:db8::1]:514 hunter2\n*.* @user:hunter2@logs\n", "pri:*.* ?\npri:*.* ?\n"],
  [
    "*.*;auth,authpriv.none\t-/var/log/syslog\nkern.* |/dev/xconsole\n*.emerg :omusrmsg:*\n*.=info ?Dynamic\n",
    "pri:*.*;auth,authpriv.none file\npri:kern.* file\npri:*.emerg user\npri:*.=info file\n",
  ],
  ["*.* :ommysql:db,logs,root,hunter2\n*.* >db,logs,root,hunter2\n", "pri:*.* ?\npri:*.* ?\n"],
  ["hunter2.more *.*\n*.* hunter2\nhunter2 @@logs.example\n", "?\npri:*.* ?\n?\n"],
  [':msg, !contains, "[hunter2 " /var/log/x\n& stop\n& ~\n', "prop: file\n& stop\n& stop\n"],
  [
    '*.* action(type="omfwd"\n    Target="logs.example" # it\'s "here\n    port = "6514" pwd="hunter2 ) ("\n)\n',
    "pri:*.* obj:action type=omfwd\nTarget=logs.example\nport=6514 ?\n)\n",
  ],
  [
    'action(type="ommysql" server="db" uid="root" pwd="hunter2")\naction(type="omhttp" httpheaders=["x: hunter2"] usr=\'hunter2\')\n',
    "obj:action type=ommysql ? )\nobj:action type=omhttp ? )\n",
  ],
  ['action(type="omfwd" target="root:hunter2@logs" template="a\\"b hunter2")\n', "obj:action type=omfwd ? )\n"],
  ['action(type="x" pwd="hunter2\n*.hunter2 target="a" hunter2")\nstop\n', "!\n!\nstop\n"],
  ['action(type="x" pwd="\nhunter2\n$hunter2 hunter2\n")\n', "!\n?\n$?\n!\n"],
  ['action(type="omfwd" target=`echo hunter2`)\n', "!\n"],
  ["/* hunter2\n*.* @@commented:514\n*/\n", "!\npri:*.* @@commented:514\n!\n"],
  ["*.* \\\n  @@logs.example\n", "!\n@@logs.example\n"],
  [
    "if $programname == 'hunter2 (' and ($msg contains \"x\") then @@logs.example:514\n",
    "if ? ( ? ) then @@logs.example:514\n",
  ],
  [
    'if $x then {\n  action(type="omfile" file="/var/stop/if.log")\n  stop\n} else if $y then stop\n',
    "if ? then {\nobj:action type=omfile file=/var/stop/if.log )\nstop\n} else if ? then stop\n",
  ],
  ['ruleset(name="hunter2") { call hunter2 }\n', "obj:ruleset ? ) { call ? }\n"],
  ["call_indirect $x;\nset $!a = 'hunter2';\n!hunter2\n+hunter2\n", "call_indirect ?\nset ?\n?\n?\n"],
  ["*.* @@logs.example\r\nhünter2\n", "pri:*.* ?\n?\n"],
  [
    "$ActionExecOnlyWhenPreviousIsSuspended on\n$RuleSet hunter2\n",
    "$ActionExecOnlyWhenPreviousIsSuspended=?\n$RuleSet=?\n",
  ],
  ['input(type="imfile" File="/var/log/pods/*/*/*.log")\n', "obj:input type=imfile File=/var/log/pods/*/*/*.log )\n"],
  ["-----BEGIN PRIVATE KEY-----\nhunter2=\n", "?\n?\n"],
];

/** The same of systemd-journal-upload. */
const uploads: readonly (readonly [string, string])[] = [
  ["[Upload]\nURL=https://logs.example:19532/\n", "[Upload]\nURL=https://logs.example:19532\n"],
  ["# URL=x\n URL = logs.example\nURL=\n", "\nURL=logs.example\nURL=\n"],
  ["URL=https://root:hunter2@logs.example\nURL=https://logs/?token=hunter2\n", "URL=?\nURL=?\n"],
  ["Header=Authorization: Bearer hunter2\nServerKeyFile=/hunter2\n", "\n\n"],
  [
    "TrustedCertificateFile=all\nTrustedCertificateFile=/etc/ca.pem\n",
    "TrustedCertificateFile=all\nTrustedCertificateFile=/etc/ca.pem\n",
  ],
  ["TrustedCertificateFile=hunter2 hunter2\n", "TrustedCertificateFile=?\n"],
  ["Header=x \\\nURL=https://logs.example\n", "!\nURL=https://logs.example\n"],
];

const file = (name: string, text: string): string => {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
  return join(root, name);
};
const cases = [
  ...shown.map(([text, expected], index) => ({ text, expected, path: file(`${index}.conf`, text) })),
  ...uploads.map(([text, expected], index) => ({
    text,
    expected,
    path: file(`journal-upload.conf.d/${index}.conf`, text),
  })),
];
symlinkSync("/proc/self/environ", join(root, "environ"));
const refused = ["/proc/self/environ", join(root, "environ"), "/dev/zero", root, join(root, "none")];
const requests = [...cases.map(({ path }) => path), ...refused].map(
  (argument): Request => ({ verb: "forwarding", argument }),
);

for (const { name, shell, source } of readerShells()) {
  describe(`what is shown of forwarding under ${name}`, async () => {
    const { answers } = await askReader(shell, requests, source);

    it.each(cases.map((one, index) => ({ ...one, index })))("$text", ({ expected, index }) => {
      const answer = answers[index];
      const text = answer?.state === "answered" ? answer.payload.toString() : JSON.stringify(answer);
      expect(text.replaceAll(/^ +| +$/gm, "").replaceAll(/ +/g, " ")).toBe(expected);
      expect(text).not.toContain("hunter2");
    });

    it("is nothing of what is no regular file, and absence only of what is not there", () => {
      const causes = answers
        .slice(cases.length)
        .map((answer) => (answer.state === "failed" ? answer.message : answer.state));
      expect(causes).toEqual([...Array(4).fill("not a regular file"), "absent"]);
    });
  });
}
