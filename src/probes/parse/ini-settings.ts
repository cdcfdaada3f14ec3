/** One setting of a file, with its line from 1. */
export type IniSetting = { readonly value: string; readonly line: number };

/** Every value that a file of systemd's form gives a key of a section, in order; comments do not count. */
export function iniSettings(text: string, section: string, key: string): readonly IniSetting[] {
  let current = "";
  return text.split("\n").flatMap((raw, index) => {
    const line = raw.trim();
    if (/^[#;]/.test(line)) return [];
    current = /^\[(.*)\]$/.exec(line)?.[1] ?? current;
    const at = line.indexOf("=");
    const isKey = at > 0 && line.slice(0, at).trimEnd() === key;
    return current === section && isKey ? [{ value: line.slice(at + 1).trimStart(), line: index + 1 }] : [];
  });
}
