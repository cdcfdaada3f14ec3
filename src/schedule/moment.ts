const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;
type Day = (typeof days)[number];

/** When an audit is started: each day, or on these days, at this time of the clock's own zone. */
export type Moment = { readonly days: readonly Day[]; readonly hour: number; readonly minute: number };

/** Reads `03:00` or `mon,thu 03:00`; undefined where it is none of the kind. */
export function momentNamed(text: string): Moment | undefined {
  const [whole, named = "", hour = "", minute = ""] = /^(?:([a-z,]+) +)?(\d{1,2}):(\d{2})$/i.exec(text.trim()) ?? [];
  const wanted = named === "" ? [] : named.toLowerCase().split(",");
  if (whole === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  if (!wanted.every((day) => days.some((known) => known === day))) return undefined;
  return { days: days.filter((day) => wanted.includes(day)), hour: Number(hour), minute: Number(minute) };
}

const two = (number: number): string => String(number).padStart(2, "0");
const capital = (day: Day): string => day.charAt(0).toUpperCase() + day.slice(1);

/** As systemd.time(7) writes it. */
export const onCalendar = ({ days: on, hour, minute }: Moment): string =>
  `${on.length === 0 ? "" : `${on.map(capital).join(",")} `}*-*-* ${two(hour)}:${two(minute)}:00`;

/** The five fields of crontab(5). */
export const cronFields = ({ days: on, hour, minute }: Moment): string =>
  `${minute} ${hour} * * ${on.length === 0 ? "*" : on.map((day) => days.indexOf(day)).join(",")}`;
