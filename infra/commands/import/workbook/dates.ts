const MS_OF_DAY = 86_400_000;
const SECONDS_OF_DAY = 86_400;
/** 31 December 9999, the last day that Excel shows, in days since 1900. */
const LAST_DAY = 2_958_465;
const MIDNIGHT = "00:00:00";
/** Days between the first days of the two systems. */
const DAYS_TO_1904 = 1_462;

/**
 * @param serial days, as a cell stores a date: 1 is 1 January 1900 or, with `date1904`, 0 is 1 January 1904; the fraction is
 *   the time of day
 * @returns `2024-10-22`, with `T13:45:00` if it has a time, only `13:45:00` for less than a day, or `undefined` for what
 *   Excel shows as `####`. Serial 60 is 29 February 1900, a day that only Excel has.
 */
export const dateOf = (serial: number, date1904: boolean): string | undefined => {
  // A time of day such as 13:45 is stored as 0.572916666666667.
  const seconds = Math.round(serial * SECONDS_OF_DAY);
  const day = Math.floor(seconds / SECONDS_OF_DAY);
  const time = timeOf(seconds - day * SECONDS_OF_DAY);
  const since1900 = date1904 ? day + DAYS_TO_1904 : day;
  if (!(serial >= 0) || since1900 > LAST_DAY) return undefined;
  if (day === 0 && !(date1904 && time === MIDNIGHT)) return time;
  return time === MIDNIGHT ? isoDay(since1900) : `${isoDay(since1900)}T${time}`;
};

const isoDay = (day: number): string => {
  // Lotus 1-2-3 took 1900 for a leap year, and Excel kept the count.
  if (day === 60) return "1900-02-29";
  const sinceEpoch = Date.UTC(1899, 11, day < 60 ? 31 : 30);
  return new Date(sinceEpoch + day * MS_OF_DAY).toISOString().slice(0, 10);
};

const timeOf = (seconds: number): string => {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => `${part}`.padStart(2, "0")).join(":");
};

/** @returns an ISO date of a cell of type `d`, in the form of `dateOf` */
export const isoDateOf = (text: string): string =>
  text.replace(/T00:00:00(?:\.0+)?Z?$/, "").replace(/(?:\.0+)?Z?$/, "");
