import { mostHosts, tooManyHosts } from "../../inventory/ranges.ts";
import { AnsibleFileError } from "./ansible-inventory.ts";

/**
 * The names that an Ansible pattern stands for: any number of ranges of numbers (padded where the first end is) or letters,
 * each with a step where one is given: `node[01:20]`, `db-[a:f]`, `n[1:9:2]`.
 * @throws AnsibleFileError for a range that is none.
 */
export function expandNames(pattern: string): readonly string[] {
  const match = /^(.*?)\[([^\]]*)\](.*)$/.exec(pattern);
  if (match === null && /[[\]]/.test(pattern)) throw new AnsibleFileError(`"${pattern}": a bracket is not closed`);
  if (match === null) return [pattern];
  const [, before = "", inside = "", after = ""] = match;
  const middles = expandRange(inside);
  if (middles === undefined) throw new AnsibleFileError(`"${pattern}": [${inside}] is no range`);
  const ends = expandNames(after);
  if (middles.length * ends.length > mostHosts) throw new AnsibleFileError(`"${pattern}": ${tooManyHosts}`);
  return middles.flatMap((middle) => ends.map((end) => `${before}${middle}${end}`));
}

function expandRange(inside: string): readonly string[] | undefined {
  const numbers = /^(\d+):(\d+)(?::(\d+))?$/.exec(inside);
  if (numbers !== null) {
    const [, first = "", last = "", step = "1"] = numbers;
    const width = first.startsWith("0") ? first.length : 0;
    return stepped(Number(first), Number(last), Number(step))?.map((number) => String(number).padStart(width, "0"));
  }
  const letters = /^([a-z]):([a-z])(?::(\d+))?$/.exec(inside) ?? /^([A-Z]):([A-Z])(?::(\d+))?$/.exec(inside);
  if (letters === null) return undefined;
  const [, first = "", last = "", step = "1"] = letters;
  return stepped(first.charCodeAt(0), last.charCodeAt(0), Number(step))?.map((code) => String.fromCharCode(code));
}

function stepped(first: number, last: number, step: number): readonly number[] | undefined {
  if (step < 1 || last < first || !Number.isSafeInteger(last)) return undefined;
  const count = Math.floor((last - first) / step) + 1;
  if (count > mostHosts) throw new AnsibleFileError(tooManyHosts);
  return Array.from({ length: count }, (_, index) => first + index * step);
}
