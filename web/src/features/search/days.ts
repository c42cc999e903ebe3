/** Days as people mean them: from midnight to midnight where they are. */

const shown = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });

/** The moment at which the day begins, RFC 3339. */
export function dayStart(day: string): string {
  return midnight(day, 0).toISOString();
}

/** The moment at which the next day begins: the last day counts whole. */
export function dayAfter(day: string): string {
  return midnight(day, 1).toISOString();
}

export function shownDay(day: string): string {
  return shown.format(midnight(day, 0));
}

/** By the calendar and not by 24 hours: two days of a year are longer and shorter. */
function midnight(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}
