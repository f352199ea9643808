/**
 * The public holidays of the United States by the rules of 5 U.S.C. 6103, on their own dates (without substitute days), as days since
 * 1970-01-01. Written from the law and not from the package that the program uses.
 */
export function holidaysOfUnitedStates(firstYear: number, lastYear: number): Set<number> {
  const days = new Set<number>();
  for (let year = firstYear; year <= lastYear; year++) for (const day of holidaysOfYear(year)) days.add(day);
  return days;
}

const MONDAY = 1;
const THURSDAY = 4;

function holidaysOfYear(year: number): number[] {
  const on = (month: number, day: number) => Date.UTC(year, month - 1, day) / 86_400_000;
  const weekday = (day: number) => (day + THURSDAY) % 7;
  const atOrAfter = (day: number, wanted: number) => day + ((wanted - weekday(day) + 7) % 7);
  const days = [
    on(1, 1),
    atOrAfter(on(1, 15), MONDAY),
    atOrAfter(on(2, 15), MONDAY),
    atOrAfter(on(5, 25), MONDAY),
    on(7, 4),
    atOrAfter(on(9, 1), MONDAY),
    atOrAfter(on(10, 8), MONDAY),
    on(11, 11),
    atOrAfter(on(11, 22), THURSDAY),
    on(12, 25),
  ];
  // Juneteenth is a holiday since 2021.
  return year >= 2021 ? [...days, on(6, 19)] : days;
}
