import { USER_BYTES } from "../../../assembly/layout/user.ts";
import type { Settings } from "../../config/settings.ts";
import { ADDRESS_LIMIT_BYTES } from "../../memory/plan.ts";

/** There is no need to count further: no memory holds more users, and of one user it is enough to know that it exists. */
export function countLimit({ onlyUserId, firstUserId, share }: Settings): number {
  if (onlyUserId !== undefined) return Math.max(0, onlyUserId - firstUserId) + 1;
  return Math.ceil(ADDRESS_LIMIT_BYTES / USER_BYTES) * (share?.count ?? 1);
}
