// Bytes before values in CSV: a comma, and a quote before a text. asc and tsc both compile this file, as they do assembly/layout/.
export const CSV_BEFORE_TEXT: u32 = 2; // ,"
export const CSV_BEFORE_NUMBER: u32 = 1; // ,
export const CSV_AFTER_USER_ID: u32 = 2; // ",
