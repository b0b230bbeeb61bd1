/**
 * How old somebody is on a day of the calendar, both written `2027-03-03`; below 0 before they are born. Who was born on 29 February
 * is a year older on 1 March where the year has no such day, as most laws count it: on 28 February the birthday has not come.
 */
export function getAgeOn(bornOn: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) < bornOn.slice(5) ? years - 1 : years;
}
