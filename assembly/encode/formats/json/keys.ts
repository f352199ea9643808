// Bytes of the keys before values in JSON. asc and tsc both compile this file, as they do assembly/layout/.
export const JSON_KEY_PAGE: u32 = 9; // ,"page":"
export const JSON_KEY_LOCATION: u32 = 13; // ,"location":"
export const JSON_KEY_AGENT: u32 = 14; // ,"userAgent":"
export const JSON_KEY_LAST_NAME: u32 = 13; // ,"lastName":"
export const JSON_KEY_FIRST_NAME: u32 = 14; // ,"firstName":"
export const JSON_KEY_REGISTRATION: u32 = 16; // ,"registration":
export const JSON_KEY_ARTIST: u32 = 11; // ,"artist":"
export const JSON_KEY_SONG: u32 = 9; // ,"song":"
export const JSON_KEY_LENGTH: u32 = 10; // ,"length":
export const JSON_KEY_SESSION: u32 = 14; // ","sessionId":
