/** The day of a run, ISO 8601: that of the end of its collection, by which everything that expires is judged. */
export const dayOf = ({ to }: { readonly to: string }): string => to.slice(0, 10);

/** Whether something has expired by a day: its last day still counts. A day that is none has seen everything expire. */
export const hasExpired = (expires: string, day: string): boolean => !/^\d{4}-\d{2}-\d{2}$/.test(day) || expires < day;
