/** Numbers, sizes and times as people read them, by the browser's own language. */

const whole = new Intl.NumberFormat();
const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const stamp = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;
const NARROW = "\u202F";

/** 1214 → "1,214". */
export function count(value: number): string {
  return whole.format(value);
}

/** "1 image", "2 images". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** "too dark" → "Too dark". */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** 0.973 → "97 %"; a tenth is shown where it says more than the whole (99.6 %). */
export function percent(share: number): string {
  const value = share * 100;
  const shown = value > 99 && value < 100 ? Math.min(99.9, Math.round(value * 10) / 10) : Math.round(value);
  return `${oneDecimal.format(shown)}${NARROW}%`;
}

/** 930 (per mille) → "0.930". */
export function threshold(perMille: number): string {
  return (perMille / 1000).toFixed(3);
}

/** Bytes in units of a thousand: 2411724 → "2.4 MB". */
export function bytes(size: number): string {
  const step = size < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
  return `${oneDecimal.format(size / 1000 ** step)}${NARROW}${UNITS[step]}`;
}

/** An RFC 3339 time in the reader's own zone. */
export function dateTime(iso: string): string {
  return stamp.format(new Date(iso));
}

/** Seconds in words: "40 s", "3 min", "2 h 5 min". */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
