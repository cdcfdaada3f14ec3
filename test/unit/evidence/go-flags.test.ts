import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Flags,
  flagReadings,
  parseBoolean,
  parseDuration,
  parseInteger,
  readFlags,
} from "../../../src/evidence/go-flags.ts";

const pflags = (...words: readonly string[]): Flags => readFlags({ argv: ["kube-apiserver", ...words] });
const goFlags = (...words: readonly string[]): Flags => readFlags({ argv: ["etcd", ...words] }, "go-flag");

// A name that no component knows, so that it is not in the list of booleans; a value that does not look like a flag.
const name = fc.stringMatching(/^zz[a-z]{1,6}(-[a-z]{1,6})?$/);
const plain = fc.string({ minLength: 1 }).filter((text) => !text.startsWith("-"));

describe("values", () => {
  it("--f=v and --f v are the same, whatever stands around them", () => {
    fc.assert(
      fc.property(name, plain, fc.array(plain.map((text) => `--other=${text}`)), (flag, value, others) => {
        for (const words of [[`--${flag}=${value}`], [`--${flag}`, value]]) {
          expect(pflags(...others, ...words, ...others).text(flag)).toBe(value);
          expect(goFlags(...others, ...words, ...others).text(flag)).toBe(value);
        }
      }),
    );
  });

  it("everything behind the first = is the value", () => {
    fc.assert(
      fc.property(name, fc.string(), (flag, value) => {
        expect(pflags(`--${flag}=${value}`).text(flag)).toBe(value);
      }),
    );
  });

  it("the last use counts, and all are kept in order", () => {
    fc.assert(
      fc.property(name, fc.array(fc.string(), { minLength: 1 }), (flag, values) => {
        const flags = pflags(...values.map((value) => `--${flag}=${value}`));
        expect(flags.text(flag)).toBe(values.at(-1));
        expect(flags.all(flag)).toEqual(values);
      }),
    );
  });

  it("_ equals - for Kubernetes' components, not for etcd", () => {
    expect(pflags("--audit_log_path=/x").text("audit-log-path")).toBe("/x");
    expect(goFlags("--cert_file=/x").text("cert-file")).toBeUndefined();
  });

  it("one dash is a flag for etcd only", () => {
    expect(pflags("-profiling=false").text("profiling")).toBeUndefined();
    expect(goFlags("-auto-tls=false").boolean("auto-tls")).toBe(false);
    expect(pflags("-v", "4", "--secure-port=1").text("secure-port")).toBe("1");
  });

  it("names are whole and case-sensitive", () => {
    const flags = pflags(
      "--Profiling=false",
      "--contention-profiling=false",
      "--profilings=false",
      "---profiling=false",
    );
    expect(flags.boolean("profiling")).toBeUndefined();
    expect(flags.written("profiling")).toBeUndefined();
    expect(flags.position("profiling")).toBeUndefined();
  });

  it("a flag at the end without its value is empty", () => {
    expect(pflags("--audit-log-path").text("audit-log-path")).toBe("");
  });

  it("quotes are part of a value", () => {
    expect(pflags('--audit-log-path="/x"').text("audit-log-path")).toBe('"/x"');
  });
});

describe("where reading ends", () => {
  it("-- ends the flags", () => {
    fc.assert(
      fc.property(name, plain, (flag, value) => {
        expect(pflags("--", `--${flag}=${value}`).text(flag)).toBeUndefined();
        expect(goFlags("--", `--${flag}=${value}`).text(flag)).toBeUndefined();
      }),
    );
  });

  it("a stray word ends them for etcd only", () => {
    fc.assert(
      fc.property(name, plain, plain, (flag, value, stray) => {
        expect(pflags(stray, `--${flag}=${value}`).text(flag)).toBe(value);
        expect(goFlags(stray, `--${flag}=${value}`).text(flag)).toBeUndefined();
        expect(goFlags(`--${flag}=${value}`, stray).text(flag)).toBe(value);
      }),
    );
  });

  it.each(["-", "", "---x", "-=x"])("%j is no flag of etcd's and ends them", (word) => {
    expect(goFlags(word, "--cert-file=/x").text("cert-file")).toBeUndefined();
  });

  it("a word behind a bare boolean is stray", () => {
    expect(goFlags("--client-cert-auth", "false", "--cert-file=/x").text("cert-file")).toBeUndefined();
    expect(goFlags("--client-cert-auth", "false").boolean("client-cert-auth")).toBe(true);
    expect(goFlags("--name", "etcd", "--cert-file=/x").text("cert-file")).toBe("/x");
  });

  it("a wrapper's own flags and its -- come before the component", () => {
    const argv = ["/go-runner", "--log-file=/x", "--", "/usr/bin/kube-apiserver", "--profiling=false"];
    expect(readFlags({ argv }).boolean("profiling")).toBe(false);
    expect(readFlags({ argv }).text("log-file")).toBeUndefined();
    expect(readFlags({ argv }).position("profiling")).toBe(4);
    expect(readFlags({ argv: ["tini", "etcd", "--auto-tls"] }, "go-flag").boolean("auto-tls")).toBe(true);
    expect(readFlags({ argv: ["hyperkube", "kubelet", "--v=2"] }).text("v")).toBe("2");
  });

  it("flags in front of a value that ends in a component's name are seen, whatever the program is called", () => {
    const argv = [
      "/opt/apiserver",
      "--token-auth-file=/t",
      "--cert-dir=/var/run/kube-apiserver",
      "--log-dir",
      "/x/kubelet",
    ];
    expect(readFlags({ argv }).names).toEqual(["token-auth-file", "cert-dir", "log-dir"]);
    expect(readFlags({ argv: ["/opt/apiserver", "--cert-dir=/x/kubelet"] }).text("cert-dir")).toBe("/x/kubelet");
  });

  it("a value that is a component's name is none", () => {
    const argv = ["/usr/bin/kubelet", "--anonymous-auth=true", "--hostname-override", "etcd"];
    expect(readFlags({ argv }).boolean("anonymous-auth")).toBe(true);
  });
});

describe("booleans", () => {
  it("a bare boolean is true and takes no word", () => {
    const flags = pflags("--profiling", "false", "--anonymous-auth", "--secure-port=1");
    expect(flags.boolean("profiling")).toBe(true);
    expect(flags.boolean("anonymous-auth")).toBe(true);
    expect(flags.strays).toEqual(["false"]);
  });

  it.each(["1", "t", "T", "TRUE", "true", "True"])("%s is true", (word) => expect(parseBoolean(word)).toBe(true));
  it.each(["0", "f", "F", "FALSE", "false", "False"])("%s is false", (word) => expect(parseBoolean(word)).toBe(false));
  it.each(["", "tRUE", "yes", "no", "on", "2", " true", "__proto__", "constructor"])("%j is neither", (word) =>
    expect(parseBoolean(word)).toBe("invalid"),
  );
});

describe("two readings", () => {
  const words = (...given: readonly string[]) => flagReadings({ argv: ["kube-apiserver", ...given] });

  it("a command line whose flags all have their values has one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.string())), (pairs) => {
        expect(words(...pairs.map(([flag, value]) => `--${flag}=${value}`))).toHaveLength(1);
      }),
    );
  });

  it("what a value-taking flag may have taken is a flag in one reading and none in the other", () => {
    const readings = words("--audit-log-path", "--profiling=false");
    expect(readings.map((flags) => flags.boolean("profiling"))).toEqual([undefined, false]);
    expect(readings.map((flags) => flags.text("audit-log-path"))).toEqual(["--profiling=false", "--profiling=false"]);
    expect(readings[0]?.taken).toEqual(["--profiling=false"]);
  });

  it("two such flags, one behind the other, allow a third: the first is a boolean, the second takes what follows", () => {
    const readings = words("--new-boolean", "--node-labels", "--profiling=false");
    expect(readings.map((flags) => flags.boolean("profiling"))).toEqual([false, false, undefined]);
  });

  it("two such flags apart from each other allow four", () => {
    const readings = words("--a", "--profiling=false", "--b", "--profiling=true");
    expect(new Set(readings.map((flags) => flags.boolean("profiling")))).toEqual(new Set([undefined, true, false]));
    expect(readings).toHaveLength(4);
  });

  it("of many such flags each word is a flag in one and a value in another", () => {
    const many = Array.from({ length: 30 }, (_, index) => `--flag-${index}`);
    const readings = words(...many, "--profiling=false");
    expect(readings.length).toBeLessThanOrEqual(64);
    expect(new Set(readings.map((flags) => flags.boolean("profiling")))).toEqual(new Set([undefined, false]));
    expect(new Set(readings.flatMap(({ taken }) => taken)).size).toBe(30);
  });

  it("a known boolean takes nothing", () => {
    expect(words("--contention-profiling", "--profiling=false")).toHaveLength(1);
    expect(words("--contention_profiling", "--profiling=false")).toHaveLength(1);
  });
});

describe("lists", () => {
  it("entries add up over repeated flags", () => {
    const entry = fc.stringMatching(/^[A-Za-z ]{1,8}$/);
    fc.assert(
      fc.property(
        fc.array(fc.array(entry, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }),
        (lists) => {
          expect(
            pflags(...lists.map((list) => `--authorization-mode=${list.join(",")}`)).list("authorization-mode"),
          ).toEqual(lists.flat());
        },
      ),
    );
  });

  it.each([
    ["", []],
    ["A", ["A"]],
    ["A, B", ["A", " B"]],
    [",A", ["", "A"]],
    ["A,", ["A", ""]],
    ["A,,B", ["A", "", "B"]],
    ['"A,B",C', ["A,B", "C"]],
    ['"A""B"', ['A"B']],
  ])("%j is %j", (text, entries) => {
    expect(pflags(`--authorization-mode=${text}`).list("authorization-mode")).toEqual(entries);
  });

  it("unset is no list", () => expect(pflags().list("authorization-mode")).toBeUndefined());
});

describe("numbers", () => {
  it("reads what JavaScript writes", () => {
    fc.assert(
      fc.property(fc.integer(), (number) => {
        const sign = number < 0 ? "-" : "";
        const size = Math.abs(number);
        for (const text of [`${size}`, `0x${size.toString(16)}`, `0o${size.toString(8)}`, `0b${size.toString(2)}`]) {
          expect(parseInteger(sign + text) + 0).toBe(number + 0);
        }
      }),
    );
  });

  it.each([
    ["0100", 64],
    ["0x64", 100],
    ["0X64", 100],
    ["1_00", 100],
    ["0x_64", 100],
    ["0_10", 8],
    ["+5", 5],
    ["-5", -5],
    ["00", 0],
  ])("%s is %d", (text, value) => expect(parseInteger(text)).toBe(value));

  it.each(["", "08", "_1", "1_", "1__0", "1e3", "1.5", " 1", "1 ", "0x", "100Mi", "ten", "--1", "9223372036854775808"])(
    "%j is refused",
    (text) => expect(parseInteger(text)).toBeNaN(),
  );
});

describe("durations", () => {
  it("adds up its parts", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
        const expected = ((hours * 60 + minutes) * 60 + seconds) * 1e9;
        expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(expected);
        expect(parseDuration(`-${hours}h${minutes}m${seconds}s`) + 0).toBe(-expected + 0);
      }),
    );
  });

  it.each([
    ["0", 0],
    ["+0", 0],
    ["0s", 0],
    ["0m0s", 0],
    ["5m", 300e9],
    ["5m0s", 300e9],
    ["0.1h", 360e9],
    [".5s", 0.5e9],
    ["1.s", 1e9],
    ["1ms", 1e6],
    ["1us", 1e3],
    ["1µs", 1e3],
    ["1μs", 1e3],
    ["1ns", 1],
    ["0.5ns", 0],
  ])("%s is %d ns", (text, value) => expect(parseDuration(text)).toBe(value));

  it.each(["", "60", "s", "1 s", "1S", "1d", "1h-1m", ".", ".s", "1e3s", "9999999h"])("%j is refused", (text) =>
    expect(parseDuration(text)).toBeNaN(),
  );
});

it("shows every use as it is written, with the place of the last", () => {
  const flags = pflags("--audit-log-path", "/a", "--v=2", "--audit_log_path=/b", "--audit-log-path", "-");
  expect(flags.written("audit-log-path")).toBe("--audit-log-path /a --audit_log_path=/b --audit-log-path -");
  expect(flags.position("audit-log-path")).toBe(5);
});
