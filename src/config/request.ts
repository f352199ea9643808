/** What is asked for in place of the configuration's keys and the defaults. Instants are as the person gave them. */
export interface SettingsRequest {
  nusers?: number;
  userid?: number;
  growthRate?: number;
  attritionRate?: number;
  randomseed?: bigint;
  tag?: string;
  startTime?: string;
  endTime?: string;
  from?: number;
  to?: number;
  now?: string;
  holidays?: string;
  events?: number;
  user?: number;
  part?: { index: number; count: number };
}
