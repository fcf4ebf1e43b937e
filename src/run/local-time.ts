/** "2026-11-24T17:30:29" on the clock of this machine: what its user compares a run's time with. */
export function localTime(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19);
}
