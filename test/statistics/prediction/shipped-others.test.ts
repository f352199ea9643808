// What `eventsim config check` predicts for the other half of the shipped configurations, against long runs of them.
import { describe } from "vitest";
import { POPULATIONS } from "../../support/sites/populations.ts";
import { expectPredictionsToHold } from "./hold.ts";

describe("the prediction", () => expectPredictionsToHold(POPULATIONS.filter((_, index) => index % 2 === 1)));
