/** Parts of the page of people, as its address names them. */
export const peopleTabs = ["people", "teams", "tokens"] as const;
export type PeopleTab = (typeof peopleTabs)[number];
