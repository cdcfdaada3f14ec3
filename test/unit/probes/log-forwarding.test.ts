import { describe, expect, it } from "vitest";
import type { Answer } from "../../../src/connect/session.ts";
import type { LogForwarding } from "../../../src/evidence/log-forwarding.ts";
import { probeRsyslog } from "../../../src/probes/node/rsyslog.ts";
import { denied } from "../../support/facts.ts";
import { type Files, inShort, nodeWith, none, running, seenBy } from "./node-with-files.ts";

const rsyslog = async (text: string, more: Files = {}): Promise<LogForwarding> =>
  seenBy(await probeRsyslog(nodeWith({ "/etc/rsyslog.conf": text, ...more }), none));

const tls = 'StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name"';

describe("where rsyslog sends", () => {
  it.each<readonly [string, string, readonly string[]]>([
    [
      "two of the old form",
      "*.* @a\nauth.* @@b:6514\n",
      ["1: all to a by omfwd udp none", "2: some to b:6514 by omfwd tcp none"],
    ],
    [
      "an action over lines",
      `*.* action(type="omfwd"\n  target="a" port="6514"\n  protocol="tcp" ${tls} pwd="x")\n`,
      ["1: all to a:6514 by omfwd tcp verified"],
    ],
    [
      "without a filter",
      `action(type="omfwd" target="a" protocol="tcp" ${tls})\n`,
      ["1: all to a by omfwd tcp verified"],
    ],
    [
      "anyone who answers",
      'action(type="omfwd" target="a" protocol="tcp" StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="anon")\n',
      ["1: all to a by omfwd tcp unverified"],
    ],
    [
      "TLS that is not switched on",
      'action(type="omfwd" target="a" protocol="tcp" StreamDriver="gtls" StreamDriverMode="0")\n',
      ["1: all to a by omfwd tcp none"],
    ],
    ["TLS over UDP, which is none", `action(type="omfwd" target="a" ${tls})\n`, ["1: all to a by omfwd udp none"]],
    [
      "the driver of all, set after it",
      'action(type="omfwd" target="a" protocol="tcp" StreamDriver.Mode="1" StreamDriver.AuthMode="x509/certvalid")\nglobal(DefaultNetstreamDriver="ossl")\n',
      ["1: all to a by omfwd tcp verified"],
    ],
    [
      "TLS of the old form",
      "$DefaultNetstreamDriver gtls\n*.* @@a\n$ActionSendStreamDriverMode 1\n$ActionSendStreamDriverAuthMode x509/name\n*.* @@b\n$ResetConfigVariables\n*.* @@c\n",
      ["2: all to a by omfwd tcp none", "5: all to b by omfwd tcp verified", "7: all to c by omfwd tcp none"],
    ],
    [
      "a driver for one action of the old form",
      "$ActionSendStreamDriver gtls\n$ActionSendStreamDriverMode 1\n$ActionSendStreamDriverAuthMode x509/name\n*.* @@a\n",
      ["4: all to a by omfwd tcp none"],
    ],
    [
      "the driver of all, in a comment over lines",
      'action(type="omfwd" target="a" protocol="tcp" StreamDriverMode="1" StreamDriverAuthMode="x509/name")\n/*\nglobal(DefaultNetstreamDriver="gtls")\n*/\n',
      ["1: all to a by omfwd tcp none"],
    ],
    [
      "two drivers for all",
      'global(DefaultNetstreamDriver="ptcp")\n$DefaultNetstreamDriver gtls\n*.* action(type="omfwd" target="a" protocol="tcp" StreamDriverMode="1" StreamDriverAuthMode="x509/name")\n',
      ["3: all to a by omfwd tcp none"],
    ],
    [
      "another module",
      '*.* action(type="omkafka" broker=["a"])\n',
      ["1: all to undefined by omkafka undefined unknown"],
    ],
    ["a list of targets", 'action(type="omfwd" target=["a", "b"])\n', ["1: all to undefined by omfwd udp none"]],
    [
      "a condition",
      "if $msg contains 'x' then @a\n& @b\n",
      ["1: some to a by omfwd udp none", "2: some to b by omfwd udp none"],
    ],
    [
      "a condition over lines",
      'if $x\nthen {\n  action(type="omfwd" target="a")\n}\n@b\n',
      ["3: some to a by omfwd udp none", "5: all to b by omfwd udp none"],
    ],
    ["else", "if $x then /var/log/x\nelse @a\n", ["2: some to a by omfwd udp none"]],
    ["a property", ':msg, contains, "x" @a\n', ["1: some to a by omfwd udp none"]],
    ["a block for all", "*.* {\n  @a\n}\n", ["2: all to a by omfwd udp none"]],
    ["a block for some in one for all", "*.* {\n  kern.* { @a\n }\n}\n", ["2: some to a by omfwd udp none"]],
    ["a selector on a line of its own", "*.*\n@a\n", ["2: all to a by omfwd udp none"]],
    [
      "a rule set of its own",
      'ruleset(name="r") {\n@a\n}\n@b\n',
      ["2: some to a by omfwd udp none", "4: all to b by omfwd udp none"],
    ],
    ["a template before it", 'template(name="t" type="string" string="x")\n@a\n', ["2: all to a by omfwd udp none"]],
    [
      "now and then",
      'action(type="omfwd" target="a" action.execOnlyOnceEveryInterval="9")\n',
      ["1: some to a by omfwd udp none"],
    ],
    [
      "only where another fails",
      "*.* @a\n$ActionExecOnlyWhenPreviousIsSuspended on\n& @b\n",
      ["1: all to a by omfwd udp none", "3: all to b by omfwd udp none after /etc/rsyslog.conf:2"],
    ],
    ["one that is switched off", 'action(type="omfwd" target="a" config.enabled="off")\n', []],
    [
      "after a line that drops",
      ':msg,contains,"x" /x\n& stop\n*.* @a\n',
      ["3: all to a by omfwd udp none after /etc/rsyslog.conf:2"],
    ],
    ["before a line that drops", '*.* @a\n:msg,contains,"x" ~\n', ["1: all to a by omfwd udp none"]],
    ["after a rule set that may drop", "call r\n*.* @a\n", ["2: all to a by omfwd udp none after /etc/rsyslog.conf:1"]],
    ["for another rule set", "$RuleSet r\n*.* @a\n", ["2: all to a by omfwd udp none after /etc/rsyslog.conf:1"]],
    ["for a program", "!sshd\n*.* @a\n", ["2: all to a by omfwd udp none after /etc/rsyslog.conf:1"]],
    ["in a comment over lines", "/*\n*.* @a\n*/\n", ["2: all to a by omfwd udp none after /etc/rsyslog.conf:1"]],
    [
      "after a string over lines",
      'template(name="t" string="x\ny")\n*.* @a\n',
      ["3: all to a by omfwd udp none after /etc/rsyslog.conf:1"],
    ],
    ["after a string over lines within what is open", 'action(type="x"\n  pwd="x\ny")\n*.* @a\n', []],
  ])("%s", async (_, text, destinations) => {
    expect((await rsyslog(text)).destinations.map(inShort)).toEqual(destinations);
  });

  it("is in the files of its directory, in the place of what includes them and by their names", async () => {
    const more = {
      "/etc/rsyslog.d/20-b.conf": ':msg,contains,"x" stop\n',
      "/etc/rsyslog.d/10-a.conf": "*.* @a\n",
      "/etc/rsyslog.d/30-c.conf": "*.* @c\n",
      "/etc/rsyslog.d/readme": "*.* @d\n",
      "/etc/rsyslog.d/old/40-e.conf": "*.* @e\n",
    };
    for (const include of [
      "$IncludeConfig /etc/rsyslog.d/*.conf",
      'include(file="/etc/rsyslog.d/*.conf" mode="optional")',
    ]) {
      const { destinations, unclear } = await rsyslog(`${include}\n*.* @main\n`, more);
      expect(destinations.map(inShort)).toEqual([
        "1: all to a by omfwd udp none",
        "1: all to c by omfwd udp none after /etc/rsyslog.d/20-b.conf:1",
        "2: all to main by omfwd udp none after /etc/rsyslog.d/20-b.conf:1",
      ]);
      expect(unclear).toEqual([]);
    }
    expect((await rsyslog("*.* @main\n", more)).destinations).toHaveLength(1);
  });

  it.each<readonly [string, string, Files, readonly string[]]>([
    ["another directory", "$IncludeConfig /opt/*.conf\n", {}, ["/etc/rsyslog.conf:1"]],
    [
      "what an included file includes",
      "$IncludeConfig /etc/rsyslog.d/*.conf\n",
      { "/etc/rsyslog.d/a.conf": "$IncludeConfig /x\n" },
      ["/etc/rsyslog.d/a.conf:1"],
    ],
    ["what a condition includes", 'if $x then include(file="/etc/rsyslog.d/*.conf")\n', {}, ["/etc/rsyslog.conf:1"]],
    ["an action of the old form that is not known", "*.* :omrelp:logs:2514\n", {}, ["/etc/rsyslog.conf:1"]],
    ["an action without a type", 'action(name="x")\n', {}, ["/etc/rsyslog.conf:1"]],
    ["a block that nothing closes", "if $x then {\n", {}, ["/etc/rsyslog.conf:1"]],
    ["a block that nothing opens", "}\n", {}, ["/etc/rsyslog.conf:1"]],
    ["a filter that nothing follows", "*.*\n", {}, ["/etc/rsyslog.conf:1"]],
    ["a variable", "set $!a = 1;\n", {}, ["/etc/rsyslog.conf:1"]],
    [
      "nothing of what the distributions bring",
      [
        'module(load="imuxsock") # local',
        "$FileOwner root",
        "*.*;auth,authpriv.none -/var/log/syslog",
        "*.emerg :omusrmsg:*",
        'module(load="builtin:omfile" Template="x")',
        'global(workDirectory="/x")',
        ':msg,contains,"[UFW " /var/log/ufw.log',
        'template(name="t" type="list") {',
        '  constant(value="x")',
        "}",
        'action(type="mmjsonparse")',
        "",
      ].join("\n"),
      {},
      [],
    ],
    [
      "a parameter that is given twice",
      'action(type="omfwd" target="a" protocol="udp" protocol="tcp")\n',
      {},
      ["/etc/rsyslog.conf:1"],
    ],
  ])("does not understand %s", async (_, text, more, unclear) => {
    const seen = await rsyslog(text, more);
    expect(seen.unclear.filter((place, index, all) => all.indexOf(place) === index)).toEqual(unclear);
    expect(seen.destinations).toEqual([]);
  });

  it.each<readonly [string, string, readonly string[], readonly string[]]>([
    ["the journal", 'module(load="imjournal" StateFile="x")\n', ["journal"], []],
    ["the socket, of the old form", "$ModLoad imuxsock.so\n", ["syslog"], []],
    ["the socket, switched off", 'module(load="imuxsock" SysSock.Use="off")\n', [], []],
    [
      "the socket, switched off where it is loaded first",
      'module(load="imuxsock" SysSock.Use="off")\n$ModLoad imuxsock\n',
      [],
      [],
    ],
    ["the socket, local logging left out", "$ModLoad imuxsock\n$OmitLocalLogging on\n", [], []],
    ["files", 'module(load="imfile")\ninput(type="imfile" File="/a/*.log")\n', [], ["/a/*.log"]],
    ["files for another rule set", 'module(load="imfile")\ninput(type="imfile" File="/a" Ruleset="r")\n', [], []],
    ["nothing for another rule set", 'module(load="imjournal" Ruleset="r")\n', [], []],
    [
      "nothing in a comment over lines",
      '/*\nmodule(load="imfile")\nmodule(load="imjournal")\ninput(type="imfile" File="/a")\n*/\n',
      [],
      [],
    ],
    ["files without the module", 'input(type="imfile" File="/a")\n', [], []],
    [
      "files of the old form",
      "$ModLoad imfile\n$InputFileName /a\n$InputFileTag x\n$InputRunFileMonitor\n$InputFileName /b\n$InputFileBindRuleset r\n$InputRunFileMonitor\n$InputFileName /c\n",
      [],
      ["/a"],
    ],
  ])("takes %s", async (_, text, takes, files) => {
    expect(await rsyslog(text)).toMatchObject({ takes, files });
  });

  it("is absent without a configuration, and unknown where a part was not seen", async () => {
    expect((await probeRsyslog(nodeWith({}), none)).state).toBe("absent");
    const files = { "/etc/rsyslog.conf": "", "/etc/rsyslog.d/a.conf": "" };
    const failed: Answer = { state: "failed", cause: "permission-denied", message: "Permission denied" };
    const looks = [
      { "forwarding /etc/rsyslog.conf": failed },
      { "list /etc/rsyslog.d": failed },
      { "forwarding /etc/rsyslog.d/a.conf": failed },
      { "forwarding /etc/rsyslog.d/a.conf": { state: "absent" } },
    ] as const;
    for (const failing of looks) expect((await probeRsyslog(nodeWith(files, failing), none)).state).toBe("unknown");
    const node = nodeWith(files);
    expect((await probeRsyslog(node, Promise.resolve(denied))).state).toBe("unknown");
    expect((await probeRsyslog(node, running("/usr/sbin/rsyslogd", "-n", "-f/opt/x"))).state).toBe("unknown");
    expect((await probeRsyslog(node, running("/usr/sbin/rsyslogd", "-nf", "/opt/x"))).state).toBe("unknown");
    expect((await probeRsyslog(node, running("/usr/sbin/rsyslogd", "-T/srv"))).state).toBe("unknown");
    expect((await probeRsyslog(node, running("/usr/sbin/rsyslogd", "-n", "-iNONE/f"))).state).toBe("present");
  });
});
