/** The versions of Node that the README names: the newest of each is installed. */
export const MAJORS = [20, 22, 24, 26] as const;
